"""The reader's format: dates, times, numbers and amounts as one person is used to see them.

Patterns and words come from CLDR through Babel. What repeats on a page (days, times, symbols) is
remembered, so that a list of fifty rows costs microseconds, not milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from babel.units import format_unit
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Refusal
from setia.foundation.formats.numerals import coinage_of, locale_of, numerals_of, scaled
from setia.foundation.money import Money

Style = Literal["short", "medium", "long", "full"]
_DAYS_KEPT = 20_000
_STEPS = ((86_400, 0), (3_600, 1), (60, 2), (1, 3))
_UNITS = {"en": ("d", "h", "min", "s"), "fr": ("j", "h", "min", "s"), "id": ("hr", "jam", "mnt", "dtk")}
_SIZES = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


class Reader:
    """One language, time zone and first day of the week (Monday is 0). Get it by `reader_for`."""

    def __init__(self, language: str = "en", zone: str = "UTC", first_weekday: int | None = None) -> None:
        self.locale = locale_of(language)
        self.language = str(self.locale)
        self.zone = _zone(zone)
        self.first_weekday = self.locale.first_week_day if first_weekday is None else first_weekday
        self._numerals = numerals_of(self.language)
        self._moment = str(self.locale.datetime_formats["medium"])

    def local(self, moment: datetime) -> datetime:
        """An aware moment on the reader's clock."""
        if moment.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return moment.astimezone(self.zone)

    def today(self, now: datetime) -> date:
        return self.local(now).date()

    def month(self, day: date, *, short: bool = False) -> str:
        """ "March 2026", or "Mar 2026"."""
        parts = "yMMM" if short else "yMMMM"
        return str(format_skeleton(parts, datetime.combine(day, time()), tzinfo=UTC, locale=self.locale))

    def weekday(self, day: date) -> str:
        """ "Mon"."""
        return str(self.locale.days["stand-alone"]["abbreviated"][day.weekday()])

    def day_of_year(self, day: date) -> str:
        """ "Mar 2": for where the year stands already."""
        return str(format_skeleton("MMMd", datetime.combine(day, time()), tzinfo=UTC, locale=self.locale))

    def date(self, day: date, style: Style = "medium") -> str:
        return _date(self.language, style, day)

    def time(self, moment: datetime | time) -> str:
        """Hours and minutes; an aware moment is shown on the reader's clock."""
        clock = self.local(moment) if isinstance(moment, datetime) else moment
        return _time(self.language, clock.hour, clock.minute)

    def moment(self, moment: datetime) -> str:
        local = self.local(moment)
        day = _date(self.language, "medium", local.date())
        return self._moment.replace("{1}", day).replace("{0}", _time(self.language, local.hour, local.minute))

    def ago(self, moment: datetime, now: datetime) -> str:
        """The distance to now in one rounded unit: "3 days ago", "in 2 hours"."""
        return _ago(self.language, round((moment - now).total_seconds()))

    def number(self, value: int | float | Decimal, digits: int | None = None) -> str:
        """With the number's own decimals, or with exactly so many, rounded half up.

        A float has as many decimals as its shortest writing.
        """
        if isinstance(value, int):
            units, digits = value * 10 ** (digits or 0), digits or 0
        else:
            exact = Decimal(repr(value)) if isinstance(value, float) else value
            if not exact.is_finite():
                return str(value)
            digits = _decimals(exact) if digits is None else digits
            units = scaled(exact, digits)
        sign = self._numerals.minus if units < 0 else ""
        return sign + self._numerals.fixed(abs(units), digits)

    def percent(self, ratio: float | Decimal, digits: int = 0) -> str:
        """0.25 is 25 %."""
        exact = Decimal(repr(ratio)) if isinstance(ratio, float) else Decimal(ratio)
        return f"{self.number(exact.scaleb(2), digits)}{self._numerals.percent}" if exact.is_finite() else str(ratio)

    def money(self, amount: Money, *, decimals: bool = True) -> str:
        return self.minor(amount.minor, amount.currency, decimals=decimals)

    def minor(self, minor: int, currency: str, *, decimals: bool = True) -> str:
        """An amount in minor units. Without decimals it is rounded half up, for sums and charts."""
        return coinage_of(self.language, currency).write(minor, self._numerals, decimals)

    def currency(self, code: str) -> str:
        """The name of a currency: "Indonesian rupiah"."""
        return str(self.locale.currencies.get(code, code))

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 code."""
        return str(self.locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        return str(self.locale.languages.get(code, code))

    def duration(self, length: timedelta | int) -> str:
        """The two largest units of a length, or of seconds: "2 h 5 min", "3 d", "45 s"; rounded down."""
        seconds = int(length.total_seconds()) if isinstance(length, timedelta) else length
        names = _UNITS.get(self.locale.language, _UNITS["en"])
        sign, seconds = (self._numerals.minus, -seconds) if seconds < 0 else ("", seconds)
        first = next((at for at, (size, _name) in enumerate(_STEPS) if seconds >= size), len(_STEPS) - 1)
        parts: list[str] = []
        for size, name in _STEPS[first : first + 2]:
            count, seconds = divmod(seconds, size)
            if count or not parts:
                parts.append(f"{self.number(count)} {names[name]}")
        return sign + " ".join(parts)

    def size(self, count: int) -> str:
        """Bytes in the decimal units of the SI: 1,200,000 is 1.2 MB."""
        return _size(self.language, count)

    def words(self, items: Sequence[str], *, either: bool = False) -> str:
        """ "a, b and c", or with `either` "a, b or c"."""
        return str(format_list(list(items), style="or" if either else "standard", locale=self.locale)) if items else ""


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal(
            _("“%(name)s” is not a time zone; write one such as Asia/Jakarta.") % {"name": cited(name)}
        ) from None


@lru_cache(maxsize=256)
def reader_for(language: str = "en", zone: str = "UTC", first_weekday: int | None = None) -> Reader:
    """The reader of a language and a zone, made once."""
    return Reader(language, zone, first_weekday)


def _decimals(exact: Decimal) -> int:
    power = exact.normalize().as_tuple().exponent
    return max(0, -power) if isinstance(power, int) else 0


@lru_cache(maxsize=_DAYS_KEPT)
def _date(language: str, style: Style, day: date) -> str:
    return str(format_date(day, style, locale=locale_of(language)))


@lru_cache(maxsize=_DAYS_KEPT)
def _time(language: str, hour: int, minute: int) -> str:
    return str(format_time(time(hour, minute), "short", tzinfo=UTC, locale=locale_of(language)))


@lru_cache(maxsize=_DAYS_KEPT)
def _ago(language: str, seconds: int) -> str:
    return str(format_timedelta(timedelta(seconds=seconds), add_direction=True, locale=locale_of(language)))


@lru_cache(maxsize=_DAYS_KEPT)
def _size(language: str, count: int) -> str:
    step = 0
    value: float = count
    while abs(value) >= 999.5 and step < len(_SIZES) - 1:
        value, step = value / 1000, step + 1
    shown = round(value, 1) if abs(value) < 10 else round(value)
    return str(format_unit(shown, f"digital-{_SIZES[step]}", "short", locale=locale_of(language)))
