"""When a contract ends, until when notice can be given, and which period comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from setia.domains.sales.contracts.model import MONTHS
from setia.domains.sales.months import between, later

DAY = timedelta(days=1)


def end_after(first_ends_on: date, renewal_months: int, renewals: int) -> date:
    """The end after so many renewals, counted from the first one: they end before the same day of the month."""
    return later(first_ends_on + DAY, renewal_months * renewals) - DAY


def notice_day(ends_on: date | None, renews: bool, notice_days: int) -> date | None:
    """The last day on which notice still ends it; there is none where it ends by itself, or has no end."""
    if ends_on is None or not renews:
        return None
    return ends_on - timedelta(days=notice_days)


def period_start(values: Mapping[str, Any], number: int) -> date:
    """The first day of a period; the first one is number 0."""
    return later(values["starts_on"], MONTHS[values["period"]] * number)


def period_end(values: Mapping[str, Any], number: int) -> date:
    """The last day of a period, or of the contract if that comes before."""
    end = period_start(values, number + 1) - DAY
    return min(end, values["ends_on"]) if values["ends_on"] else end


def period_of(values: Mapping[str, Any], day: date) -> int:
    """The number of the first period that begins on the day or after it."""
    number = between(values["starts_on"], day) // MONTHS[values["period"]]
    return number if period_start(values, number) >= day else number + 1


def follow_terms(values: dict[str, Any]) -> None:
    """The columns that follow from the terms."""
    values["notice_on"] = notice_day(values["ends_on"], values["renews"], values["notice_days"])
    following = period_start(values, values["periods"])
    is_over = values["ends_on"] is not None and following > values["ends_on"]
    values["next_on"] = None if values["status"] == "ended" or is_over else following


def renewed(values: dict[str, Any]) -> None:
    """It goes on for another term."""
    values["renewals"] += 1
    values["ends_on"] = end_after(values["first_ends_on"], values["renewal_months"], values["renewals"])
    values["announced_on"] = None
    follow_terms(values)
