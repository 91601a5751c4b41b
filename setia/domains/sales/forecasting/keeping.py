"""Forecasts are made every night and kept; the first of each month stays, to be compared with what came true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Min

from setia.domains.sales.forecasting.expecting import ALL_SPREAD, Expected, month_spread, open_now, open_then
from setia.domains.sales.forecasting.model import Forecast, ForecastLine
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.domains.sales.winning.history import past
from setia.domains.sales.winning.keeping import latest
from setia.domains.sales.winning.learning import ended, learnt
from setia.domains.sales.winning.timing import MONTHS
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.apart import worked_out
from setia.foundation.jobs import hold_lease
from setia.foundation.periods import months_later

SIMULATING = "setia.domains.sales.forecasting.simulating"
MOST_BACK = 24
COLUMNS = ("forecast", "scope", "owner", "team", "product", "month", "currency", "deals", "mean", "low", "high")
Place = tuple[str, int | None, int | None, int | None, str]
"""Scope, owner, team, product, currency."""


def forecast(by: Actor) -> Forecast:
    """What is open now. The first of a month stays, the one of the night before goes."""
    known = latest()
    rates = known.parameters.get("rates", []) if known else []
    between = (known.tested or {}).get("between") if known else None
    spread = {"all": max(ALL_SPREAD, between or 0.0), "month": month_spread(_won_days(by.today), by.today)}
    expected = open_now(rates, by.today)
    first = by.today.replace(day=1)
    is_first = not Forecast.objects.filter(is_kept=True, as_of__gte=first, as_of__lte=by.today).exists()
    with transaction.atomic():
        hold_lease()
        Forecast.objects.filter(is_kept=False).delete()
    return _kept(expected, spread, by, by.today, is_kept=is_first)


def _won_days(today: date) -> Sequence[date]:
    rows = Opportunity.objects.filter(status=Status.WON, archived_at__isnull=True, closed_on__lte=today)
    return list(rows.filter(closed_on__gte=months_later(today, -MOST_BACK)).values_list("closed_on", flat=True))


def tell_later(by: Actor) -> int:
    """Forecasts for the first days of past months, from what was known then; how many there were none of yet."""
    edges = Opportunity.objects.filter(closed_on__lte=by.today).aggregate(first=Min("closed_on"), last=Max("closed_on"))
    if edges["last"] is None:
        return 0
    days = [months_later(edges["last"].replace(day=1), -number) for number in range(MOST_BACK)]
    there = set(Forecast.objects.filter(is_kept=True).values_list("as_of__year", "as_of__month"))
    wanted = sorted(day for day in days if day > edges["first"] and (day.year, day.month) not in there)
    world = past(by.today)
    eves = [day - timedelta(days=1) for day in wanted]
    count = 0
    for day, eve, parameters in zip(wanted, eves, learnt(world, eves), strict=True):
        if parameters is None:
            continue
        won = [one.closed for one in ended(world, eve) if one.is_won]
        spread = {"all": ALL_SPREAD, "month": month_spread(won, day)}
        _kept(open_then(world, eve, parameters), spread, by, day, is_kept=True, is_told_later=True)
        count += 1
    return count


def _kept(
    expected: Sequence[Expected], spread: dict[str, float], by: Actor, day: date, *, is_kept: bool,
    is_told_later: bool = False,
) -> Forecast:  # fmt: skip
    groups = _groups(expected)
    asked = {
        "seed": day.toordinal(), "spread": spread, "groups": list(groups.values()),
        "deals": [{"months": list(one.months), "amounts": list(one.amounts)} for one in expected],
    }  # fmt: skip
    answers = worked_out(SIMULATING, asked) if expected else []
    with transaction.atomic():
        hold_lease()
        made = Forecast.objects.create(
            made_at=by.at, as_of=day, deals=len(expected), learnt=sum(one.is_learnt for one in expected),
            is_kept=is_kept, is_told_later=is_told_later,
        )  # fmt: skip
        first = day.replace(day=1)
        months: list[date | None] = [*(months_later(first, number) for number in range(MONTHS)), None]
        rows = [
            (made.pk, scope, owner, team, product, month, currency, len(group), *figures)
            for ((scope, owner, team, product, currency), group), answer in zip(groups.items(), answers, strict=True)
            for month, figures in zip(months, answer, strict=True)
            if month is None or "_" not in scope
        ]
        bulk.insert(ForecastLine, COLUMNS, rows)
    return made


def _groups(expected: Sequence[Expected]) -> dict[Place, list[int]]:
    """By each way of looking at them, which of the opportunities stand together."""
    groups: dict[Place, list[int]] = defaultdict(list)
    for number, one in enumerate(expected):
        places = [("all", None, None, None), ("owner", one.owner, None, None), ("team", None, one.team, None),
                  ("product", None, None, one.product), ("owner_product", one.owner, None, one.product),
                  ("team_product", None, one.team, one.product)]  # fmt: skip
        for scope, owner, team, product in places:
            if all((owner or "owner" not in scope, team or "team" not in scope, product or "product" not in scope)):
                groups[scope, owner, team, product, one.currency].append(number)
    return dict(sorted(groups.items(), key=lambda each: tuple(str(part) for part in each[0])))
