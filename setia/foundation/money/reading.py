"""Numbers and amounts as people write them: 1,234.56 · 1.234,56 · 1 234,56 · (12.00) · USD 12.

Which of comma and point parts the decimals is seen from the text itself where it can be; only a single
separator before exactly three digits ("1,234") is read by the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.errors import Refusal
from setia.foundation.money.amounts import MOST_DIGITS, Money, too_long, too_precise
from setia.foundation.money.currencies import SIGNS, check_currency, exponent, is_currency

LONGEST = 60
_MOST_MINOR_DIGITS = 18
_SPACES_AND_SIGNS = str.maketrans({"−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})
_SEPARATOR = re.compile(r"([ ,.'])")
_DIGITS = re.compile(r"[0-9]+")
_UNIT = re.compile(r"(?:[^\W\d_]|[$€£¥￥₩₫₱฿₺₽₪₦₴₹])+")
_BEFORE = re.compile(r"[\s(+-]*")
_AFTER = re.compile(r"[\s)+-]*")
_PLAIN_CENTS = re.compile(r"(-?[0-9]{1,13})(?:\.([0-9]{1,2}))?").fullmatch
_PLAIN_WHOLE = re.compile(r"(-?[0-9]{1,13})()").fullmatch


@dataclass(frozen=True, slots=True)
class _Number:
    negative: bool
    whole: str
    fraction: str


@cache
def decimal_mark(language: str) -> str:
    """What parts the decimals in a language, "." or ","."""
    try:
        mark = get_decimal_symbol(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if mark == "," else "."


def parse_number(text: str, language: str = "en") -> Decimal:
    """A number, exactly as written. Refuses exponents, NaN, infinity and more than 15 digits."""
    number = _number(text.translate(_SPACES_AND_SIGNS).strip(), decimal_mark(language))
    value = Decimal(f"{number.whole}.{number.fraction or 0}")
    if not number.fraction:
        value = Decimal(number.whole)
    return -value if number.negative else value


def from_text(text: str, currency: str | None = None, *, language: str = "en") -> Money:
    """An amount. The text may name the currency by code or sign; it must agree with the one given."""
    plain = text.translate(_SPACES_AND_SIGNS).strip()
    number, unit = _without_unit(plain) if len(plain) <= LONGEST else (plain, "")
    found = _currency_of(unit, currency) if unit else currency
    if found is None:
        raise Refusal(_("Write the currency too, as in EUR 12.50."))
    return Money(_minor_of(_number(number, decimal_mark(language)), check_currency(found)), found)


def parse_money_column(
    values: Sequence[str], currency: str, *, language: str = "en"
) -> tuple[list[int | None], dict[int, str]]:
    """Minor units of each text, and what is wrong with some rows; the same rules as `from_text`.

    Blank texts are None and no fault. Plain numbers take one regular expression and no more.
    """
    check_currency(currency)
    digits = exponent(currency)
    plain = _PLAIN_CENTS if digits == 2 else _PLAIN_WHOLE
    factor = 10**digits
    found: list[int | None] = []
    others: list[int] = []
    for row, text in enumerate(values):
        match = plain(text)
        if not match:
            others.append(row)
            found.append(None)
            continue
        whole, fraction = match.groups()
        if not fraction:
            found.append(int(whole) * factor)
        else:
            found.append(int(whole + fraction) if len(fraction) == 2 else int(whole + fraction) * 10)
    amounts, faults = read_column(
        [values[row] for row in others], lambda text: from_text(text, currency, language=language).minor
    )
    for row, amount in zip(others, amounts, strict=True):
        found[row] = amount
    return found, {others[at]: words for at, words in faults.items()}


def _minor_of(number: _Number, currency: str) -> int:
    digits = exponent(currency)
    fraction = number.fraction.rstrip("0")
    if len(fraction) > digits:
        raise Refusal(too_precise(currency))
    if len(number.whole.lstrip("0")) + digits > _MOST_MINOR_DIGITS:
        raise Refusal(too_long())
    units = int(number.whole + fraction.ljust(digits, "0"))
    return -units if number.negative else units


def _without_unit(text: str) -> tuple[str, str]:
    """The text without its currency, and the currency as written. It stands before or after the number."""
    found = _UNIT.search(text)
    if not found:
        return text, ""
    start, end = found.span()
    unit = found.group().upper()
    if f"{unit}." in SIGNS and text[end : end + 1] == ".":
        end, unit = end + 1, f"{unit}."
    if not _BEFORE.fullmatch(text[:start]) and not _AFTER.fullmatch(text[end:]):
        raise Refusal(_not_a_number(text))
    return (text[:start] + text[end:]).strip(), unit


def _currency_of(unit: str, currency: str | None) -> str:
    candidates = (unit,) if is_currency(unit) else SIGNS.get(unit, ())
    if not candidates:
        raise Refusal(_("“%(unit)s” is not a currency.") % {"unit": cited(unit)})
    if currency is None:
        return candidates[0]
    if currency not in candidates:
        raise Refusal(
            _("The amount is in %(found)s, but %(wanted)s is expected here.")
            % {"found": candidates[0], "wanted": currency}
        )
    return currency


def _not_a_number(text: str) -> str:
    return _("“%(text)s” is not a number.") % {"text": cited(text)}


def _number(text: str, mark: str) -> _Number:
    body, negative = _without_sign(text)
    if not body or len(body) > LONGEST:
        raise Refusal(_not_a_number(text))
    parts = _SEPARATOR.split(body)
    groups, separators = parts[0::2], parts[1::2]
    if not all(map(_DIGITS.fullmatch, groups[1:])) or not (groups[0] == "" or _DIGITS.fullmatch(groups[0])):
        raise Refusal(_not_a_number(text))
    fraction = groups.pop() if _has_fraction(groups, separators, mark) else ""
    grouping = separators[: len(groups) - 1]
    if len(set(grouping)) > 1 or (grouping and not _are_groups(groups)):
        raise Refusal(_not_a_number(text))
    whole = "".join(groups) or "0"
    if len(whole.lstrip("0")) + len(fraction.rstrip("0")) > MOST_DIGITS:
        raise Refusal(too_long())
    return _Number(negative, whole, fraction)


def _without_sign(text: str) -> tuple[str, bool]:
    """The digits and separators, and whether they are negative: -12, 12-, (12)."""
    if text.startswith("(") and text.endswith(")"):
        inner = text[1:-1].strip()
        if inner[:1] in "+-":
            raise Refusal(_not_a_number(text))
        return inner, True
    if text[:1] in ("-", "+"):
        return text[1:].strip(), text[0] == "-"
    if text.endswith("-"):
        return text[:-1].strip(), True
    return text, False


def _has_fraction(groups: list[str], separators: list[str], mark: str) -> bool:
    """Whether the last group is decimals."""
    if not separators or separators[-1] not in ",.":
        return False
    last = separators[-1]
    if len(separators) > 1:
        return last not in separators[:-1]
    is_ambiguous = len(groups[1]) == 3 and 1 <= len(groups[0]) <= 3 and groups[0][0] != "0"
    return last == mark if is_ambiguous else True


def _are_groups(groups: list[str]) -> bool:
    """Groups of three digits, or of two before the last three as in India (12,34,567)."""
    first, *middle, last = groups
    if len(last) != 3 or not first:
        return False
    sizes = {len(group) for group in middle}
    return (sizes <= {3} and len(first) <= 3) or (sizes <= {2} and len(first) <= 2)
