"""How a language writes numbers and amounts, taken from CLDR once and applied without further look-ups."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    get_minus_sign_symbol,
)

from setia.foundation.money import exponent

_SPACE = "\u00a0"
# CLDR still gives the rupiah its cents, which nobody has written for decades.
_WITHOUT_CENTS = frozenset({"IDR"})


@cache
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language tag ("fr", "en-GB"); English for a language nobody knows."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@dataclass(frozen=True, slots=True)
class Numerals:
    """Signs and group sizes of one language."""

    group: str
    point: str
    minus: str
    percent: str
    first_group: int
    other_groups: int

    def whole(self, digits: str) -> str:
        """Digits in groups: 1,234,567 or, in India, 12,34,567."""
        if len(digits) <= self.first_group:
            return digits
        if self.first_group == self.other_groups == 3:
            return f"{int(digits):,}".replace(",", self.group)
        head, parts = digits[: -self.first_group], [digits[-self.first_group :]]
        while head:
            head, part = head[: -self.other_groups], head[-self.other_groups :]
            parts.append(part)
        return self.group.join(reversed(parts))

    def fixed(self, units: int, digits: int) -> str:
        """A number of 10^-digits units, unsigned: fixed(123456, 2) is 1,234.56."""
        text = str(units)
        if not digits:
            return self.whole(text)
        text = text.rjust(digits + 1, "0")
        return f"{self.whole(text[:-digits])}{self.point}{text[-digits:]}"


@cache
def numerals_of(language: str) -> Numerals:
    locale = locale_of(language)
    first, others = locale.decimal_formats[None].grouping
    return Numerals(
        group=get_group_symbol(locale),
        point=get_decimal_symbol(locale),
        minus=get_minus_sign_symbol(locale),
        percent=locale.percent_formats[None].suffix[0],
        first_group=first,
        other_groups=others,
    )


def scaled(value: Decimal | float | int, digits: int) -> int:
    """The value in units of 10^-digits, rounded half up (away from zero). It must be finite."""
    with localcontext() as context:
        context.prec = 400
        return int(Decimal(value).scaleb(digits).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Coinage:
    """How a language writes amounts of one currency."""

    before: str
    after: str
    digits: int
    """Decimals of the stored amount (ISO 4217)."""
    usual_digits: int
    """Decimals people write when the amount is whole in them: none for IDR and JPY."""

    def write(self, minor: int, numerals: Numerals, decimals: bool) -> str:
        units, digits = abs(minor), self.digits
        spare = 10 ** (digits - self.usual_digits)
        if digits and not decimals:
            units, digits = (2 * units + 10**digits) // (2 * 10**digits), 0
        elif units % spare == 0:
            units, digits = units // spare, self.usual_digits
        sign = numerals.minus if minor < 0 and units else ""
        return f"{sign}{self.before}{numerals.fixed(units, digits)}{self.after}"


@cache
def coinage_of(language: str, currency: str) -> Coinage:
    locale = locale_of(language)
    pattern = locale.currency_formats["standard"]
    symbol = get_currency_symbol(currency, locale)
    before, after = (part.replace("¤", symbol) for part in (pattern.prefix[0], pattern.suffix[0]))
    # CLDR currencySpacing: a letter and a digit do not touch (CHF 12, Rp 12, but $12).
    if before and not _may_touch(before[-1]):
        before += _SPACE
    if after and not _may_touch(after[0]):
        after = _SPACE + after
    digits = exponent(currency)
    usual = 0 if currency in _WITHOUT_CENTS else get_currency_precision(currency)
    return Coinage(before, after, digits, min(usual, digits))


def _may_touch(character: str) -> bool:
    return unicodedata.category(character)[0] in "SZ"
