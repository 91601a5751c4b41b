"""One round of reckoning: in a process of its own, and its scores written some thousands at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from setia.domains.insight.scores.model import Reckoning, Score
from setia.domains.insight.warehouse import reading
from setia.domains.parties.marts import CONTACTS
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation import bulk
from setia.foundation.apart import streamed
from setia.foundation.company import our_company
from setia.foundation.jobs import hold_lease
from setia.foundation.ledger import Entry

CHILD = "setia.domains.insight.scores.reckoning.child"
ROUNDS_KEPT = 60
VERSION = 1
EPOCH, YEAR = date(1970, 1, 1), timedelta(days=365)
Tell = Callable[[int, int, str], None]
SAID = (
    "staying", "staying_low", "staying_high", "purchases", "purchases_low", "purchases_high", "times_low", "times_high",
    "worth", "worth_low", "worth_high", "again", "usual", "why_staying", "why_worth",
)  # fmt: skip
WHOLE = ("first", "last", "bought", "days", "spent", "orders_year", "margins_year", "margin_year", "minutes")
NAMES = (
    "as_of", "first_on", "last_on", "bought", "days", "spent", "orders_year", "margins_year", "margin_year",
    "minutes_year", "cost_year", "profit_year", "currency", "silence", *SAID, "archived_at", "updated_at",
)  # fmt: skip


def reckon(at: datetime, tell: Tell) -> Reckoning | None:
    """From the marts in use; None before their first refresh."""
    with reading.described() as marts:
        return None if marts is None else keep({"marts": asdict(marts)}, at, tell)


def reckon_from_orders(at: datetime, today: date, tell: Tell) -> Reckoning:
    """From the orders themselves: for a small firm whose marts have not been made yet."""
    return keep({"purchases": _purchases(), "minutes": _minutes(today), "as_of": today.isoformat()}, at, tell)


def _purchases() -> dict[str, list[Any]]:
    """Those in the company's currency: others are worth nothing until the marts bring them into it."""
    rows = Order.objects.active().filter(status__in=BINDING, party__archived_at__isnull=True)
    rows = rows.filter(party__erased_at__isnull=True, party__restricted_on__isnull=True).order_by("pk")
    ours = our_company().currency
    found: list[tuple[Any, ...]] = []
    for party, day, net, margin, currency, contract in rows.values_list(
        "party_id", "ordered_on", "net", "margin", "currency", "contract_id"
    ):
        known = currency == ours
        found.append((party, (day - EPOCH).days, net if known else 0, margin if known else None, contract or 0))
    columns = list(zip(*found, strict=True)) or [()] * 5
    return {name: list(c) for name, c in zip(("party", "day", "value", "margin", "contract"), columns, strict=True)}


def keep(told: dict[str, Any], at: datetime, tell: Tell) -> Reckoning:
    """Nothing else waits for long: every portion of scores is a transaction of its own."""
    with streamed(CHILD, told) as lines:
        learnt = next(lines)
        as_of = _day(learnt.pop("as_of"))
        with transaction.atomic():
            hold_lease()
            round_ = Reckoning.objects.create(
                made_at=at, as_of=as_of, version=VERSION, currency=our_company().currency, told=learnt
            )
            old = list(Reckoning.objects.order_by("-id").values_list("pk", flat=True)[ROUNDS_KEPT:])
            Reckoning.objects.filter(pk__in=old).delete()
        silence = learnt["too_little"].get("staying", {}).get("reason", "")
        last = done = 0
        for portion in lines:
            last, first = portion["party"][-1], last + 1
            with transaction.atomic():
                hold_lease()
                _write(portion, first, last, round_, silence)
            done += len(portion["party"])
            tell(done, learnt["customers"], "scores")
    with transaction.atomic():
        hold_lease()
        Score.objects.filter(party_id__gt=last)._raw_delete("default")
    return round_


def latest() -> Reckoning | None:
    return Reckoning.objects.order_by("-id").first()


def _write(portion: dict[str, Any], first: int, last: int, round_: Reckoning, silence: str) -> None:
    """The scores of the parties from one number to another: of those who bought, and are still there."""
    parties = Party.objects.active().filter(pk__gte=first, pk__lte=last, erased_at__isnull=True)
    there = set(parties.filter(restricted_on__isnull=True).values_list("pk", flat=True))
    known = dict(Score.objects.filter(party_id__gte=first, party_id__lte=last).values_list("party_id", "pk"))
    rows = {party: row for party, row in _rows(portion, round_, silence) if party in there}
    bulk.update(Score, NAMES, [(*row, known[party]) for party, row in rows.items() if party in known])
    new = [(party, row) for party, row in rows.items() if party not in known]
    if new:
        numbers = bulk.reserve_ids(Score, len(new))
        made = [(pk, party, round_.made_at, 1, *row) for pk, (party, row) in zip(numbers, new, strict=True)]
        bulk.insert(Score, ("id", "party_id", "created_at", "version", *NAMES), made)
    bulk.delete(Score, "id", [pk for party, pk in known.items() if party not in rows])


def _rows(portion: dict[str, Any], round_: Reckoning, silence: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    hour_cost = our_company().hour_cost
    nothing: list[None] = [None] * len(portion["party"])
    said = list(zip(*(portion.get(name, nothing) for name in SAID), strict=True))
    numbers = [portion[name] for name in WHOLE]
    for at, (party, by_contract, first, last, bought, days, spent, orders, margins, margin, minutes) in enumerate(
        zip(portion["party"], portion["by_contract"], *numbers, strict=True)
    ):
        cost = None if hour_cost is None else round(hour_cost * minutes / 60)
        earned = margin if margins else None
        yield party, (
            round_.as_of, _day(first), _day(last), bought, days, spent, orders, margins, earned, minutes, cost,
            None if earned is None else earned - (cost or 0), round_.currency,
            "contract" if by_contract else silence, *_told(said[at]), None, round_.made_at,
        )  # fmt: skip


def _told(said: tuple[Any, ...]) -> tuple[Any, ...]:
    """Purchases are decimals in the database."""
    return (*said[:3], *(None if one is None else Decimal(str(one)) for one in said[3:6]), *said[6:])


def _minutes(today: date) -> dict[str, int]:
    """Minutes that somebody wrote down for contacts of the last 12 months, by party."""
    later = Entry.objects.filter(corrects=OuterRef("pk"))
    rows = Entry.objects.filter(kind__in=CONTACTS, at__date__gt=today - YEAR).exclude(Exists(later)).order_by("pk")
    found: dict[str, int] = {}
    for party, data in rows.values_list("story_id", "data"):
        found[str(party)] = found.get(str(party), 0) + int(data.get("inputs", {}).get("minutes") or 0)
    return found


def _day(number: int) -> date:
    return EPOCH + timedelta(days=number)
