"""Languages (ISO 639) and currencies (ISO 4217) by code or by name in English, French and Indonesian."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.contact_points.countries import LANGUAGES
from setia.foundation.contact_points.names import Names
from setia.foundation.errors import Refusal
from setia.foundation.money.currencies import SIGNS, currencies

LONGEST = 80
_NO_LANGUAGES = frozenset(("mis", "mul", "und", "zxx", "root"))
_OWN_NAMES = {
    "bahasa": "id",
    "bahasa indonesia": "id",
    "deutsch": "de",
    "español": "es",
    "castellano": "es",
    "italiano": "it",
    "nederlands": "nl",
    "português": "pt",
    "polski": "pl",
    "svenska": "sv",
    "norsk": "no",
    "dansk": "da",
    "suomi": "fi",
    "čeština": "cs",
    "türkçe": "tr",
    "русский": "ru",
    "українська": "uk",
    "tiếng việt": "vi",
    "melayu": "ms",
    "mandarin": "zh",
    "中文": "zh",
    "日本語": "ja",
    "한국어": "ko",
    "العربية": "ar",
    "हिन्दी": "hi",
}


def parse_language(text: str) -> str:
    """The two- or three-letter code of a language; of a tag such as "en-GB" the language alone."""
    plain = text.strip()[:LONGEST]
    tag = plain.lower().replace("_", "-").partition("-")[0]
    known = Locale.parse("en").languages
    code = get_global("language_aliases").get(tag, tag) if tag.isascii() and 2 <= len(tag) <= 3 else ""
    if code in known and code not in _NO_LANGUAGES:
        return str(code)
    found = _languages().exact(plain)
    if not found:
        raise Refusal(_("“%(text)s” is not a language; write a name or a code such as fr.") % {"text": cited(plain)})
    return found


def parse_currency(text: str) -> str:
    """The code of a currency written as code, sign or name. "$" alone is the US dollar."""
    plain = text.strip()[:LONGEST]
    code = plain.upper()
    if code in currencies():
        return code
    found = SIGNS.get(code, (None,))[0] or _currencies().exact(plain)
    if not found:
        raise Refusal(_("“%(text)s” is not a currency; write a code such as EUR or IDR.") % {"text": cited(plain)})
    return found


@cache
def _languages() -> Names:
    return Names(_language_names())


def _language_names() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, name in Locale.parse(language).languages.items():
            if "_" not in code and len(code) <= 3:
                yield name, code
    yield from _OWN_NAMES.items()


@cache
def _currencies() -> Names:
    return Names(_currency_names())


def _currency_names() -> Iterator[tuple[str, str]]:
    """Names of today's currencies before those of the past, which often share them."""
    modern = frozenset(_money_of_today())
    for is_modern in (True, False):
        for language in LANGUAGES:
            for code, name in Locale.parse(language).currencies.items():
                if code in currencies() and (code in modern) is is_modern:
                    yield name, code
    yield from (("dollar", "USD"), ("dollars", "USD"), ("rupiah", "IDR"), ("pound sterling", "GBP"))
    yield from (("yen", "JPY"), ("yuan", "CNY"), ("renminbi", "CNY"))


def _money_of_today() -> Iterator[str]:
    for uses in get_global("territory_currencies").values():
        yield from (code for code, _since, until, is_tender in uses if until is None and is_tender)
