"""Which days a calendar page shows, and the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from setia.foundation.formats import Reader
from setia.foundation.periods import days_later, month_of, months_later, week_of

View = Literal["month", "week", "agenda"]
VIEWS: tuple[View, ...] = ("month", "week", "agenda")
AGENDA = 30
MOST = {"month": 3, "week": 12, "agenda": 12}
"""Of each noun on one day."""


@dataclass(frozen=True)
class Stretch:
    """`first` to `last` are shown, `anchor` is the day asked for; weeks begin as the reader is used to."""

    view: View
    anchor: date
    first: date
    last: date

    @classmethod
    def of(cls, view: View, anchor: date, first_weekday: int) -> Stretch:
        if view == "agenda":
            return cls(view, anchor, anchor, days_later(anchor, AGENDA - 1))
        whole = week_of(anchor, first_weekday)
        if view == "month":
            month = month_of(anchor)
            return cls(view, anchor, week_of(month.start, first_weekday).start, week_of(month.last, first_weekday).last)
        return cls(view, anchor, whole.start, whole.last)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def beside(self, steps: int) -> date:
        """The day to ask for to see the stretch before (-1) or after (1)."""
        if self.view == "month":
            return months_later(self.anchor.replace(day=1), steps)
        return days_later(self.anchor, steps * (7 if self.view == "week" else AGENDA))

    def is_beyond(self, day: date) -> bool:
        """Whether the day only fills the weeks at the ends of a month."""
        return self.view == "month" and day.month != self.anchor.month

    def title(self, read: Reader) -> str:
        if self.view == "month":
            return read.month(self.anchor)
        return f"{read.date(self.first)} – {read.date(self.last)}"
