"""When something that repeats is due the next time."""

from __future__ import annotations

from datetime import date

from setia.foundation.periods import days_later, months_later

DAYS = {"days": 1, "weeks": 7}
MONTHS = {"months": 1, "years": 12}


def turn_of(start: date, every: int, unit: str, turn: int) -> date:
    """The day of a turn, counted from the first one, which is turn 0.

    A day that a month does not have becomes its last day; those after it have their own day again.
    """
    if unit in DAYS:
        return days_later(start, turn * every * DAYS[unit])
    return months_later(start, turn * every * MONTHS[unit])


def next_turn(start: date, every: int, unit: str, done: int, today: date) -> int:
    """The first turn after `done` that is not over on the day `today`."""
    if unit in DAYS:
        near = -(-(today - start).days // (every * DAYS[unit]))
    else:
        near = ((today.year - start.year) * 12 + today.month - start.month) // (every * MONTHS[unit])
    turn = max(done + 1, near)
    return turn if turn_of(start, every, unit, turn) >= today else turn + 1
