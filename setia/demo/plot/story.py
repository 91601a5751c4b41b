"""The whole story as a list of deeds, in the order in which they happened; told in `telling`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from setia.demo.chance import Chance
from setia.demo.days import Span, after
from setia.demo.firm.colleagues import ADMINISTRATOR, DESK
from setia.demo.people.party import Party
from setia.demo.plot.deals import Deals
from setia.demo.plot.deeds import Deal, Deed, Order
from setia.demo.plot.errands import Errands
from setia.demo.plot.incidents import Incidents
from setia.demo.plot.orders import Orders
from setia.demo.plot.plot import Plot
from setia.demo.plot.population import Population
from setia.demo.plot.purchases import Purchases
from setia.demo.plot.renewals import Renewals
from setia.demo.plot.voices import Voices

BOUGHT = ("Won", "Signed")
KNOWN_LONG = 220
"""Those who stood in the old address book begin a deal within so many days, not all at once."""


@dataclass(frozen=True)
class Story:
    span: Span
    parties: list[Party]
    deeds: list[Deed]


def story(count: int, span: Span, seed: int) -> Story:
    """So many parties and what happens to them, the same for the same span and seed."""
    plot = Plot(seed, span)
    parties = Population(seed, span).parties(count)
    orders = Orders(plot, Chance(seed, "orders"))
    purchases = Purchases(plot, Chance(seed, "purchases"), orders)
    renewals = Renewals(plot, Chance(seed, "renewals"), orders)
    regulars: set[Party] = set()

    def won(deal: Deal, at: datetime) -> None:
        orders.from_deal(deal, at)
        renewals.of(deal, at.date())
        if deal.party not in regulars:
            regulars.add(deal.party)
            purchases.keep_buying(deal.party, after(at.date(), 20))

    deals = Deals(plot, Chance(seed, "deals"), won)
    incidents = Incidents(plot, seed)
    begun: dict[Party, datetime] = {}
    for party in parties:
        _appears(party, plot, incidents, begun)
        if not party.roles & {"prospect", "customer"}:
            continue
        if "customer" in party.roles:
            regulars.add(party)
            purchases.keep_buying(party, after(party.came, purchases.chance.random() * KNOWN_LONG / 3))
        elif party.need == "home":
            purchases.begin_privately(party)
        if party.need != "home":
            deals.pursue(party, _first_deal(party, plot, deals.chance))
    incidents.ally(parties)
    incidents.correct(parties)
    incidents.close(parties)
    errands = Errands(plot, Chance(seed, "errands"))
    errands.follow(sorted(plot.deeds, key=lambda deed: deed.at))
    errands.keep_busy()
    Voices(plot, Chance(seed, "voices")).listen(parties)
    deeds = list(_with_customers(sorted(plot.deeds, key=lambda deed: deed.at)))
    _number([deed.what for deed in deeds if deed.verb == "order"])
    return Story(span, parties, deeds)


def _with_customers(deeds: list[Deed]) -> Iterator[Deed]:
    """Whoever buys for the first time becomes a customer at that moment."""
    known: set[Party] = set()
    for deed in deeds:
        if deed.verb == "party" and "customer" in deed.what.roles:
            known.add(deed.what)
        buys = deed.verb == "confirm" or deed.values.get("stage") in BOUGHT
        if buys and deed.what.party not in known:
            known.add(deed.what.party)
            yield Deed(deed.at, deed.by, "customer", deed.what.party)
        yield deed


def _number(orders: list[Order]) -> None:
    """Orders are numbered as they are entered, anew in each year."""
    numbers: dict[int, int] = {}
    for order in orders:
        year = order.ordered_on.year
        numbers[year] = numbers.get(year, 0) + 1
        order.reference = f"FT-{year}-{numbers[year]:05}"


def _appears(party: Party, plot: Plot, incidents: Incidents, begun: dict[Party, datetime]) -> None:
    """The party is entered on the day it turns up, after those it belongs to."""
    by = ADMINISTRATOR if party.came <= plot.span.start else DESK
    other = party.employer or party.parent or party.housemate
    is_with = other is not None and other.came == party.came
    at = begun[other] + timedelta(minutes=9) if other and is_with else plot.moment(party.came, by)
    begun[party] = at
    plot.do(at, by, "party", party)
    incidents.reach(party, at)
    incidents.relate(party, at)


def _first_deal(party: Party, plot: Plot, chance: Chance) -> date:
    wait = chance.random() * KNOWN_LONG if party.came <= plot.span.start else chance.around(7, 0.8)
    return after(party.came, 1 + wait)
