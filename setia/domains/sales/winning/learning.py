"""Learning from what had ended by a day how what is open will end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from setia.domains.sales.winning.describing import described, usual_amounts
from setia.domains.sales.winning.history import Deal, Records, World
from setia.domains.sales.winning.timing import rates
from setia.foundation.apart import worked_out

FITTING = "setia.domains.sales.winning.fitting"
LEAST, LEAST_OF_EACH = 100, 20
"""Closed opportunities, and won and lost ones among them, below which nothing is said."""

LEAST_DAYS = 120
"""From the first that ended to the last: what one quarter brought may be a whim of that quarter."""

AGES = (0, 7, 14, 30, 60, 90, 135, 180, 270, 365, 540)
"""Days after opening on which each is looked at, as long as it was open."""

MOST_WEIGHT = 5.0
HELD_OUT = timedelta(days=91)
"""A whole quarter is held out, as its months may differ from each other."""


@dataclass(frozen=True, slots=True)
class Ended:
    deal: Deal
    opened: date
    closed: date
    is_won: bool

    @property
    def days(self) -> int:
        return (self.closed - self.opened).days


def ended(world: World, as_of: date) -> list[Ended]:
    """What had been opened and closed by the day, in the order of closing."""
    found = []
    for deal in world.deals:
        end = deal.ended(as_of)
        if end and deal.opened_on and deal.opened_on <= end[0]:
            found.append(Ended(deal, deal.opened_on, *end))
    return sorted(found, key=lambda one: (one.closed, one.deal.id))


def is_enough(past: Sequence[Ended]) -> bool:
    won = sum(one.is_won for one in past)
    if len(past) < LEAST or min(won, len(past) - won) < LEAST_OF_EACH:
        return False
    return (past[-1].closed - past[0].closed).days >= LEAST_DAYS


def weights(world: World, past: Sequence[Ended], as_of: date) -> list[float]:
    """Of those opened lately only the quick ones have ended. Each that has stands also for those that have not: by
    one over the share of all that could be followed for as long as it took (inverse probability of censoring, Robins &
    Rotnitzky, 1992), at most `MOST_WEIGHT`."""
    followed = sorted((as_of - d.opened_on).days for d in world.deals if d.opened_on and d.opened_on <= as_of)
    found, count, at = {}, len(followed), 0
    for days in sorted({one.days for one in past}):
        while at < count and followed[at] < days:
            at += 1
        found[days] = min(MOST_WEIGHT, count / max(1, count - at))
    return [found[one.days] for one in past]


def problem(world: World, as_of: date) -> dict[str, Any] | None:
    """What the fitting process is asked; nothing where the past is too short. Looks at nothing after the day."""
    past = ended(world, as_of)
    if not is_enough(past):
        return None
    records, usual = Records.of(world, as_of), usual_amounts(world, as_of)
    rows: list[list[Any]] = []
    for one, weight in zip(past, weights(world, past, as_of), strict=True):
        for age in AGES:
            if age and age >= one.days:
                break
            known = described(one.deal, one.opened + timedelta(days=age), world, records, usual)
            rows.append([known, int(one.is_won), weight, one.closed.isoformat()])
    # Looks at the same opportunity are no new evidence: together they weigh as much as there are opportunities.
    share = len(past) / len(rows)
    for row in rows:
        row[2] *= share
    return {
        "rows": rows,
        "knots": _knots(past, rows),
        "held_out": (past[-1].closed - HELD_OUT).isoformat(),
    }


def _knots(past: Sequence[Ended], rows: list[list[Any]]) -> dict[str, list[float]]:
    """Where the pieces of the ages join: at the quartiles of how long they took."""
    stays = sorted(row[0]["stage_days"] for row in rows if row[0].get("stage_days"))
    return {
        "age": _quartiles(sorted(float(one.days) for one in past)),
        "stage_days": _quartiles(stays) if len(stays) >= LEAST else [],
    }


def _quartiles(values: list[float]) -> list[float]:
    found = [values[int(share * (len(values) - 1))] for share in (0.25, 0.5, 0.75)] if values else []
    return sorted({value for value in found if value > 0})


def learnt(world: World, days: Sequence[date]) -> list[dict[str, Any] | None]:
    """For each day the parameters learnt from what was known on it; nothing where that is too little."""
    problems = [problem(world, day) for day in days]
    answers = iter(worked_out(FITTING, [one for one in problems if one]) if any(problems) else [])
    return [_completed(next(answers), world, day) if one else None for one, day in zip(problems, days, strict=True)]


def watched(world: World, as_of: date) -> Iterator[tuple[int, str]]:
    """How long each was watched by the day, and what became of it."""
    for deal in world.deals:
        if deal.opened_on and deal.opened_on <= as_of:
            end = deal.ended(as_of)
            if end is None:
                yield (as_of - deal.opened_on).days, "open"
            elif end[0] >= deal.opened_on:
                yield (end[0] - deal.opened_on).days, "won" if end[1] else "lost"


def _completed(parameters: dict[str, Any], world: World, as_of: date) -> dict[str, Any]:
    past = ended(world, as_of)
    return {
        **parameters,
        "usual_amounts": usual_amounts(world, as_of),
        "rates": rates(watched(world, as_of)),
        "share": sum(one.is_won for one in past) / len(past),
        "deals": len(past),
    }
