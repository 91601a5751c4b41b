"""What is open on a day, with its chances by month and what it is worth, and how much times differ from each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, variance
from typing import Any

from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.domains.sales.stages.queries import known_stages
from setia.domains.sales.winning.describing import described
from setia.domains.sales.winning.history import Deal, Records, World
from setia.domains.sales.winning.learning import ended, watched
from setia.domains.sales.winning.scoring import scored, sigmoid
from setia.domains.sales.winning.timing import Rates, Timing, rates, stretch_of
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff

ALL_SPREAD = 0.15
"""How much whole times differ from what is expected of them, in logarithms, until the firm's own quarters tell."""

MONTH_SPREAD, MOST_SPREAD = 0.25, 0.8
FEWEST_MONTHS = 6
SAMPLES = 25
UNKNOWN_CHANCE = 0.5
NO_RATES = ((0.04, 0.04),)
"""Won and lost in a week, until the firm's own past tells: half of all within two months, as many won as lost."""


@dataclass(frozen=True, slots=True)
class Expected:
    """`amounts` is the value, or those of others where it is not known; `months` the probability to be won by then."""

    owner: int | None
    team: int | None
    product: int | None
    currency: str
    months: Sequence[float]
    amounts: Sequence[int]
    is_learnt: bool


class Amounts:
    """What was paid before for a product, in a currency, and for anything: stands in for values nobody knows."""

    def __init__(self, paid: Iterable[tuple[int | None, str, int]]) -> None:
        found: dict[Any, list[int]] = defaultdict(list)
        for product, currency, amount in paid:
            found[product, currency].append(amount)
            found[currency].append(amount)
        self.found = {place: _sample(sorted(amounts)) for place, amounts in found.items()}

    def of(self, product: int | None, currency: str) -> Sequence[int]:
        return self.found.get((product, currency)) or self.found.get(currency) or ()


def _sample(amounts: list[int]) -> list[int]:
    """Evenly out of all of them, the small and the large."""
    if len(amounts) <= SAMPLES:
        return amounts
    return [amounts[int((number + 0.5) / SAMPLES * len(amounts))] for number in range(SAMPLES)]


def month_spread(won: Iterable[date], until: date) -> float:
    """How much the counts of months differ beyond what chance alone does: sqrt(max(0, (var - mean) / mean²)).

    Of whole months before the day; quarters that end with a rush and seasons come in here.
    """
    counts = Counter(day.replace(day=1) for day in won)
    whole = sorted(month for month in counts if month < until.replace(day=1))[-24:]
    if len(whole) < FEWEST_MONTHS:
        return MONTH_SPREAD
    numbers = [counts[month] for month in whole]
    beyond = max(0.0, variance(numbers) - mean(numbers)) / mean(numbers) ** 2
    return float(min(MOST_SPREAD, beyond**0.5))


def open_now(known: Rates, today: date) -> list[Expected]:
    """Everything open, with the chances that were kept; where none was learnt, that of the stage counts."""
    amounts, timing = Amounts(_paid_now(today)), Timing(known or NO_RATES, today)
    stages, currency = known_stages(), our_company().currency
    rows = Opportunity.objects.filter(status=Status.OPEN, archived_at__isnull=True).order_by("pk")
    names = (
        "owner_id",
        "owner__team_id",
        "product_id",
        "currency",
        "amount",
        "stage_id",
        "opened_on",
        "learnt__months",
    )
    found = []
    for owner, team, product, in_currency, amount, stage, opened, months in rows.values_list(*names).iterator():
        in_currency = in_currency or currency
        worth = [amount] if amount is not None else amounts.of(product, in_currency)
        if not worth:
            continue
        likely = months or timing.by_month(_age(opened, today), 2 * _of_stage(stages.get(stage)))
        found.append(Expected(owner, team, product, in_currency, likely, worth, bool(months)))
    return found


def _paid_now(today: date) -> Iterable[tuple[int | None, str, int]]:
    rows = Opportunity.objects.filter(status=Status.WON, archived_at__isnull=True, amount__gt=0, closed_on__lte=today)
    newest = rows.order_by("-closed_on", "-pk").values_list("product_id", "currency", "amount")[:20_000]
    return ((product, currency or our_company().currency, amount) for product, currency, amount in newest)


def _age(opened: date | None, today: date) -> int:
    return max(0, (today - opened).days) if opened else 0


def _of_stage(stage: Any) -> float:
    return stage.probability / 100 if stage else UNKNOWN_CHANCE


def open_then(world: World, day: date, parameters: Mapping[str, Any] | None) -> list[Expected]:
    """The same as it was known at the end of a day long past, with what had been learnt by then."""
    teams = dict(Staff.objects.values_list("pk", "team_id"))
    past = ended(world, day)
    paid = (
        (d.on(day)["product_id"], d.on(day)["currency"], d.on(day)["amount"] or 0)
        for d in (e.deal for e in past if e.is_won)
    )
    amounts, records = Amounts(one for one in paid if one[2]), Records.of(world, day)
    timing = Timing(rates(watched(world, day)), day + timedelta(days=1))
    found = []
    for deal in world.deals:
        if not _was_open(deal, day):
            continue
        then = deal.on(day)
        worth = (
            [then["amount"]]
            if then["amount"] and deal.made_on <= day
            else amounts.of(then["product_id"], then["currency"])
        )
        if not worth:
            continue
        stretch = 1.0
        if parameters:
            scored_ = scored(parameters, described(deal, day, world, records, parameters["usual_amounts"]))
            stretch = stretch_of(scored_.parts, scored_.chance, sigmoid)
        months = timing.by_month(_age(deal.opened_on, day), stretch)
        owner = then["owner_id"]
        found.append(
            Expected(owner, teams.get(owner), then["product_id"], then["currency"], months, worth, bool(parameters))
        )
    return found


def _was_open(deal: Deal, day: date) -> bool:
    begun = deal.opened_on or deal.made_on
    return begun <= day and deal.ended(day) is None
