"""The days of the story: when people work, when the firm is busy, and that it grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from math import ceil
from zoneinfo import ZoneInfo

from setia.demo.chance import Chance

DAY = timedelta(days=1)
YEAR = 365.25

# How much is bought in each month, January first: summer is quiet in France, autumn is busy everywhere,
# and before the long holidays of spring Indonesian firms hurry.
SEASONS = {
    "FR": (0.95, 0.95, 1.05, 1.0, 0.95, 1.05, 0.8, 0.4, 1.25, 1.25, 1.2, 1.1),
    "ID": (0.95, 1.1, 1.25, 0.7, 0.95, 1.0, 1.0, 1.05, 1.05, 1.05, 1.05, 0.9),
    "": (0.9, 0.95, 1.05, 1.0, 1.0, 1.0, 0.85, 0.75, 1.15, 1.15, 1.2, 1.0),
}
HOLIDAYS = {(1, 1), (5, 1), (12, 25), (12, 26)}
GROWTH = 0.9
"""How much more happens on the last day than on the first."""


@dataclass(frozen=True)
class Span:
    """From the day Setia was introduced in the firm up to now."""

    start: date
    until: datetime

    @classmethod
    def of(cls, years: float, until: datetime) -> Span:
        return cls(workday(until.date() - timedelta(days=round(years * YEAR))), until)

    @property
    def days(self) -> int:
        return (self.until.date() - self.start).days

    def day(self, share: float) -> date:
        """The first working day on which so much of the story is over."""
        return workday(self.start + DAY * ceil(share * self.days))

    def eve(self, share: float) -> date:
        """The last working day before that."""
        day = self.start + DAY * (ceil(share * self.days) - 1)
        while not is_workday(day):
            day -= DAY
        return day

    def share(self, day: date) -> float:
        return (day - self.start).days / max(1, self.days)

    def pull(self, day: date, country: str) -> float:
        """How busy a day is, the first ordinary one being 1."""
        return SEASONS.get(country, SEASONS[""])[day.month - 1] * (1 + GROWTH * self.share(day))

    def arrival(self, country: str, chance: Chance) -> date:
        """A working day of the story, a busy one more likely than a quiet one."""
        days, weights = busy_days(self, country)
        return chance.choices(days, cum_weights=weights)[0]


@cache
def busy_days(span: Span, country: str) -> tuple[list[date], list[float]]:
    """The working days before the last day, and how busy all of them are up to each."""
    days = [span.start + DAY * n for n in range(span.days)]
    days = [day for day in days if is_workday(day)]
    return days, list(accumulate(span.pull(day, country) for day in days))


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def workday(day: date) -> date:
    """The day, or the next one on which people work."""
    while not is_workday(day):
        day += DAY
    return day


def after(day: date, days: float) -> date:
    """The working day so many days later."""
    return workday(day + timedelta(days=round(days)))


def at_work(day: date, zone: str, chance: Chance) -> datetime:
    """A moment of the working hours of a place."""
    minutes = chance.triangular(8.4 * 60, 17.6 * 60, 10.5 * 60)
    local = datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(
        minutes=int(minutes), seconds=chance.randrange(60)
    )
    return local.astimezone(UTC)
