"""Telephone numbers, kept by E.164 ("+6281234567890"), read and shown as people of a country write them.

The rules come from Google's libphonenumber. Asked is whether a number's length is possible in its
country, not whether its range is in use: ranges are opened faster than software is updated. What is
too short to reach anybody, or one figure repeated, is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.contact_points.dialling import straight_e164
from setia.foundation.errors import Refusal

LONGEST = 60
FEWEST_DIGITS, MOST_DIGITS = 6, 20
_EXTENSION = re.compile(
    r"[\s,;]*(?:;ext=|extension|ext\.?|poste|x|#)[\s:.]*(?P<extension>[0-9]{1,8})#?$", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9()+\-./ ]+")
_FIGURES = re.compile(r"\+?[0-9]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_NOISE = str.maketrans("", "", "()-./ ")
_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Phone:
    """A number and, behind it, an extension inside the firm."""

    e164: str
    extension: str = ""

    def __str__(self) -> str:
        """The text to keep: "+12025550123" or, by RFC 3966, "+12025550123;ext=45"."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164

    @property
    def national(self) -> str:
        """The figures without the country's own, for finding a number as it is dialled at home."""
        return national_figures(self.e164)


def usual_phone(text: str, region: str | None = None) -> str | None:
    """The text to keep of a straightforward number without an extension; None for any other text."""
    if len(text) > LONGEST or text != text.strip() or not _NUMBER.fullmatch(text):
        return None
    figures = text.translate(_NOISE)
    digits = figures.removeprefix("+")
    if not digits.isdigit() or not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS or len(set(digits.lstrip("0"))) < 2:
        return None
    return straight_e164(figures, region)


def parse_phone(text: str, region: str | None = None) -> Phone:
    """The number a text means; `region` is the country (ISO 3166) of numbers written without "+".

    Refuses in words what is no number, too short, too long, or lacks its country.
    """
    plain = _plain(text)
    number, extension = plain, ""
    if not _NUMBER.fullmatch(plain) and (found := _EXTENSION.search(plain)):
        number, extension = plain[: found.start()].strip(), found["extension"]
    if not _NUMBER.fullmatch(number):
        raise Refusal(_("“%(text)s” is not a telephone number.") % {"text": cited(text.strip())})
    figures = number.translate(_NOISE)
    _check_figures(text, figures)
    e164 = straight_e164(figures, region) or _e164(text, figures, region)
    return Phone(e164, extension)


def parse_phone_column(values: Sequence[str], region: str | None = None) -> tuple[list[Phone | None], dict[int, str]]:
    """Each text by the rule of `parse_phone`; blank is None."""
    return read_column(values, lambda text: parse_phone(text, region))


@lru_cache(maxsize=_KEPT)
def show_phone(kept: str, region: str | None = None) -> str:
    """A kept number for a reader: as at home in their own country, internationally elsewhere."""
    e164, _semicolon, extension = kept.partition(";ext=")
    number = _parsed(e164, None)
    if number is None:
        return kept
    is_home = region is not None and number.country_code == phonenumbers.country_code_for_region(region)
    shown = phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    )
    return f"{shown} ext. {extension}" if extension else shown


@lru_cache(maxsize=_KEPT)
def national_figures(e164: str) -> str:
    number = _parsed(e164.partition(";")[0], None)
    return phonenumbers.national_significant_number(number) if number else e164.lstrip("+")


def _plain(text: str) -> str:
    plain = text.strip()
    if len(plain) > LONGEST:
        raise Refusal(_("“%(text)s” is not a telephone number.") % {"text": cited(plain)})
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain.translate(_DASHES)).translate(_DASHES)
        plain = "".join(str(unicodedata.decimal(c, c)) for c in plain if unicodedata.category(c) != "Cf")
    return plain[4:].strip() if plain[:4].lower() == "tel:" else plain


def _check_figures(text: str, figures: str) -> None:
    digits = figures.lstrip("+")
    if not _FIGURES.fullmatch(figures) or len(digits) > MOST_DIGITS or len(set(digits.lstrip("0"))) < 2:
        raise Refusal(_("“%(text)s” is not a telephone number.") % {"text": cited(text.strip())})
    if len(digits) < FEWEST_DIGITS:
        raise Refusal(_("“%(text)s” is too short for a telephone number.") % {"text": cited(text.strip())})


def _e164(text: str, figures: str, region: str | None) -> str:
    """By the library, for everything that is not straightforward."""
    if region is None and not figures.startswith("+"):
        raise Refusal(
            _("“%(text)s” lacks its country; begin with + and the country's number.") % {"text": cited(text.strip())}
        )
    number = _parsed(figures, region)
    if number is None:
        raise Refusal(_("“%(text)s” is not a telephone number.") % {"text": cited(text.strip())})
    fault = phonenumbers.is_possible_number_with_reason(number)
    national = phonenumbers.national_significant_number(number)
    if fault == ValidationResult.TOO_LONG:
        raise Refusal(_("“%(text)s” has too many figures for its country.") % {"text": cited(text.strip())})
    if fault != ValidationResult.IS_POSSIBLE or len(national) < FEWEST_DIGITS:
        raise Refusal(_("“%(text)s” has too few figures for its country.") % {"text": cited(text.strip())})
    return f"+{number.country_code}{national}"


def _parsed(figures: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(figures, region)
    except NumberParseException:
        return None
