"""Which lines of a forecast somebody may see: all, those of their teams and people, or their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from setia.domains.sales.forecasting.model import Forecast, ForecastLine
from setia.foundation.access import Access
from setia.foundation.staff.models import Staff

NOUN = "sales.opportunity"


@dataclass(frozen=True, slots=True)
class Figures:
    deals: int
    mean: int
    low: int
    high: int


def latest() -> Forecast | None:
    """The newest one that was made of the present."""
    return Forecast.objects.filter(is_told_later=False).order_by("-as_of", "-id").first()


def whole(forecasts: Iterable[int], access: Access) -> dict[tuple[int, date | None, str], Figures]:
    """Everything this person sees, by forecast, month and currency."""
    return _together(_visible(forecasts, access), lambda line: (line.forecast_id, line.month, line.currency))


def by_owner(forecast: Forecast, access: Access, month: date | None) -> dict[tuple[Any, str], Figures]:
    rows = _lines([forecast.pk], "owner").filter(month=month)
    rows = rows if access.sight(NOUN) == "all" else rows.filter(owner__in=_people(access))
    return _together(rows, lambda line: (line.owner_id, line.currency))


def by_team(forecast: Forecast, access: Access, month: date | None) -> dict[tuple[Any, str], Figures]:
    rows = _lines([forecast.pk], "team").filter(month=month)
    rows = rows if access.sight(NOUN) == "all" else rows.filter(team__in=_whole_teams(access))
    return _together(rows, lambda line: (line.team_id, line.currency))


def by_product(forecast: Forecast, access: Access) -> dict[tuple[Any, str], Figures]:
    """Over all months."""
    if access.sight(NOUN) == "all":
        rows = _lines([forecast.pk], "product").filter(month=None)
    else:
        rows = _visible([forecast.pk], access, "_product").filter(month=None)
    return _together(rows, lambda line: (line.product_id, line.currency))


def _lines(forecasts: Iterable[int], scope: str) -> Any:
    return ForecastLine.objects.filter(forecast__in=list(forecasts), scope=scope).order_by("pk")


def _people(access: Access) -> set[int]:
    return {access.staff_id} if access.sight(NOUN) == "own" and access.staff_id else set(access.colleagues)


def _whole_teams(access: Access) -> set[int]:
    """Teams of which this person sees everybody."""
    if access.sight(NOUN) != "team":
        return set()
    seen, members = set(access.colleagues), defaultdict(set)
    for pk, team in Staff.objects.exclude(team=None).values_list("pk", "team_id"):
        members[team].add(pk)
    return {team for team, people in members.items() if people <= seen}


def _visible(forecasts: Iterable[int], access: Access, kind: str = "") -> Any:
    """The fewest lines that cover what this person sees: their whole teams, and people beside these."""
    forecasts = list(forecasts)
    if access.sight(NOUN) == "all":
        return _lines(forecasts, "all")
    teams = _whole_teams(access)
    inside = set(Staff.objects.filter(team__in=teams).values_list("pk", flat=True)) if teams else set()
    alone = _lines(forecasts, f"owner{kind}").filter(owner__in=_people(access) - inside)
    if not teams:
        return alone
    return alone | _lines(forecasts, f"team{kind}").filter(team__in=teams)


def _together(rows: Iterable[ForecastLine], place: Any) -> dict[Any, Figures]:
    """Several lines of one place as one: means add up; what lies around them as if independent."""
    found: dict[Any, list[ForecastLine]] = defaultdict(list)
    for line in rows:
        found[place(line)].append(line)
    return {key: _sum(lines) for key, lines in found.items()}


def _sum(lines: Sequence[ForecastLine]) -> Figures:
    mean = sum(line.mean for line in lines)
    if len(lines) == 1:
        return Figures(lines[0].deals, mean, lines[0].low, lines[0].high)
    below = sum((line.mean - line.low) ** 2 for line in lines) ** 0.5
    above = sum((line.high - line.mean) ** 2 for line in lines) ** 0.5
    return Figures(sum(line.deals for line in lines), mean, max(0, round(mean - below)), round(mean + above))
