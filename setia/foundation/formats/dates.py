"""Dates as people and spreadsheets write them, and which order of day and month a column follows.

Read are ISO 8601 (2016-12-31, 20161231), day, month and year in figures (31/12/2016, 12/31/2016,
31.12.2016) and with the month's name in English, French or Indonesian (31 Dec 2016, 1er janvier 2017,
17 Agustus 2017). A time of day behind the date is allowed and left out. Years of two figures are read
as 1969–2068 (the rule of POSIX). Whether 3/1/2017 is in March or January is never guessed from a single
date: it takes an order, or figures that leave one possibility.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from babel import Locale
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.errors import Refusal
from setia.foundation.search.folding import fold

Order = Literal["dmy", "mdy", "ymd"]
LONGEST = 60
FIRST_OLD_YEAR = 69
_LANGUAGES = ("en", "fr", "id")
_TIME = re.compile(
    r"(?:T|\s*,?\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"([0-9]{1,4})\s?([-/. ])\s?([0-9]{1,2})\s?\2\s?([0-9]{1,4})")
_COMPACT = re.compile(r"([1-9][0-9]{3})([0-9]{2})([0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|e)?")
_YEAR = re.compile(r"[0-9]{2}|[1-9][0-9]{3}")


def parse_date(text: str, order: Order | None = None) -> date:
    """The day a text means. Refuses what is no date, and what could be two dates when no order is given."""
    plain = _TIME.sub("", text.strip()) if len(text) <= LONGEST else ""
    if found := _COMPACT.fullmatch(plain):
        return _day(text, *found.groups())
    if found := _FIGURES.fullmatch(plain):
        return _of_figures(text, found[1], found[3], found[4], found[2], order)
    words = fold(plain).split()
    if len(words) == 4 and words[0].isalpha() and words[0] not in _months():
        words = words[1:]  # the name of a weekday
    if len(words) == 3:
        return _of_words(text, words)
    raise Refusal(_not_a_date(text))


def parse_date_column(values: Sequence[str], order: Order | None = None) -> tuple[list[date | None], dict[int, str]]:
    """Each text by the rule of `parse_date`; blank is None. Each distinct text is read once."""
    return read_column(values, lambda text: parse_date(text, order))


@dataclass(frozen=True, slots=True)
class DateOrder:
    """What a column's dates say about their order.

    `order` is None when nothing speaks for one: no dates in figures, or all of them possible both ways,
    or (`clash` is set) some possible only as day-month and others only as month-day. `example` is the
    text that decided, or one of the undecided.
    """

    order: Order | None
    example: str = ""
    clash: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """There are dates whose day and month cannot be told apart; somebody has to say."""
        return self.order is None and bool(self.example)

    def in_words(self) -> str:
        names = {"dmy": _("day, month, year"), "mdy": _("month, day, year"), "ymd": _("year, month, day")}
        if self.order:
            return _("%(order)s (seen from %(example)s)") % {
                "order": names[self.order],
                "example": cited(self.example),
            }
        if self.clash:
            return _("%(one)s and %(other)s follow different orders") % {
                "one": self.example,
                "other": self.clash,
            }
        if self.example:
            return _("%(example)s could be read in two ways") % {"example": cited(self.example)}
        return _("the dates are clear by themselves")


def guess_date_order(values: Sequence[str]) -> DateOrder:
    """Decide by the evidence of a whole column: 10/20/2016 can only be month, day, year."""
    evidence: dict[Order, str] = {}
    undecided = ""
    for text in dict.fromkeys(values):
        found = _FIGURES.fullmatch(_TIME.sub("", text.strip())) if len(text) <= LONGEST else None
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if len(found[1]) == 4:
            evidence.setdefault("ymd", text)
        elif first > 12 >= second:
            evidence.setdefault("dmy", text)
        elif second > 12 >= first:
            evidence.setdefault("mdy", text)
        elif first != second:
            undecided = undecided or text
        if "dmy" in evidence and "mdy" in evidence:
            return DateOrder(None, evidence["dmy"], evidence["mdy"])
    orders: tuple[Order, ...] = ("dmy", "mdy")
    for order in orders:
        if order in evidence:
            return DateOrder(order, evidence[order])
    if undecided:
        return DateOrder("dmy", undecided) if "." in undecided else DateOrder(None, undecided)
    return DateOrder("ymd", evidence["ymd"]) if "ymd" in evidence else DateOrder(None)


def _of_figures(text: str, one: str, two: str, three: str, separator: str, order: Order | None) -> date:
    if len(one) == 4 or (order == "ymd" and len(one) == 2):
        return _day(text, one, two, three)
    if order in (None, "ymd"):
        order = _evident_order(int(one), int(two), separator)
    if order is None:
        raise Refusal(
            _("“%(text)s” could be read in two ways; say whether the day or the month comes first.")
            % {"text": cited(text)}
        )
    day, month = (one, two) if order == "dmy" else (two, one)
    return _day(text, three, month, day)


def _evident_order(first: int, second: int, separator: str) -> Order | None:
    """The only possible order; with points it is the day first, as everywhere where points are used."""
    if separator == "." or first > 12 or first == second:
        return "dmy"
    return "mdy" if second > 12 else None


def _of_words(text: str, words: list[str]) -> date:
    """31 dec 2016, dec 31 2016 or 2016 dec 31."""
    months = _months()
    if words[0] in months:
        month, day, year = months[words[0]], words[1], words[2]
    elif words[1] in months:
        month = months[words[1]]
        year, day = (words[0], words[2]) if len(words[0]) == 4 and words[0].isdigit() else (words[2], words[0])
    else:
        raise Refusal(_not_a_date(text))
    found = _DAY.fullmatch(day)
    if not found:
        raise Refusal(_not_a_date(text))
    return _day(text, year, str(month), found[1])


def _day(text: str, year: str, month: str, day: str) -> date:
    if not _YEAR.fullmatch(year):
        raise Refusal(_("“%(text)s” has no year that can be read.") % {"text": cited(text)})
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= FIRST_OLD_YEAR else 2000
    try:
        return date(number, int(month), int(day))
    except ValueError:
        raise Refusal(_("“%(text)s” is no day of the calendar.") % {"text": cited(text)}) from None


def _not_a_date(text: str) -> str:
    return _("“%(text)s” is not a date; write it as 2016-12-31.") % {"text": cited(text)}


@cache
def _months() -> dict[str, int]:
    """Folded names and abbreviations of the months in our languages, with the spellings CLDR leaves out."""
    names = {"sept": 9, "agt": 8, "ags": 8, "agst": 8, "pebruari": 2, "nopember": 11, "nop": 11}
    for language in _LANGUAGES:
        for widths in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                names |= {fold(name): number for number, name in widths[width].items()}
    return names
