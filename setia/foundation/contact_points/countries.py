"""Countries by ISO 3166-1, by names in English, French and Indonesian, and by what else they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.contact_points.names import Names
from setia.foundation.errors import Refusal

LANGUAGES = ("en", "fr", "id")
LONGEST = 80
# Codes that CLDR names and ISO 3166-1 does not give to a country. Kosovo (XK) stays: customers live there.
_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_OTHER_NAMES = """
AE: UAE; Emirates; The Emirates
BO: Plurinational State of Bolivia; Bolivia (Plurinational State of)
BN: Brunei Darussalam
BR: Brasil
CD: Democratic Republic of the Congo; DR Congo; DRC; Zaire; Congo Kinshasa
CD: Congo, The Democratic Republic of the; Congo, Democratic Republic of the
CG: Congo; Republic of the Congo; Congo Brazzaville
CH: Schweiz; Svizzera
CI: Ivory Coast
CN: People's Republic of China; PR China; PRC; Mainland China; Cina; RRC; RRT; Republik Rakyat Tiongkok
CV: Cape Verde
CZ: Czech Republic; République tchèque; Republik Ceko
DE: Deutschland; Federal Republic of Germany
DK: Danmark
ES: España
FI: Suomi
FK: Falkland Islands (Malvinas); Malvinas
FM: Federated States of Micronesia; Micronesia (Federated States of)
GB: Great Britain; Britain; England; Scotland; Wales; Northern Ireland; Grande-Bretagne; Angleterre; Inggris
GB: United Kingdom of Great Britain and Northern Ireland
GR: Hellas
HK: Hong Kong
ID: Republic of Indonesia; Republik Indonesia; RI
IE: Republic of Ireland; Eire
IN: Bharat
IR: Islamic Republic of Iran; Iran (Islamic Republic of)
IT: Italia
JP: Nippon; Nihon
KP: Democratic People's Republic of Korea; Korea, Democratic People's Republic of; Korea North; DPRK
KR: Korea; Republic of Korea; Korea, Republic of; Korea South; Corée; ROK
LA: Lao PDR; Lao People's Democratic Republic
MD: Republic of Moldova; Moldova, Republic of
MK: Macedonia; FYROM
MM: Burma; Birmanie
MO: Macau; Macao
NL: Holland; The Netherlands; Nederland; Hollande
NO: Norge
PH: The Philippines
PL: Polska
PS: Palestine; State of Palestine; Palestina
RU: Russian Federation
SE: Sverige
SY: Syrian Arab Republic
SZ: Swaziland
TL: East Timor
TR: Turkey
TW: Taiwan; Republic of China; Chinese Taipei; Taiwan, Province of China
TZ: United Republic of Tanzania; Tanzania, United Republic of
US: United States of America; The United States; U.S.A.; U.S.; America; États-Unis d'Amérique; Amerika
VA: Vatican; Holy See; Holy See (Vatican City State)
VE: Bolivarian Republic of Venezuela; Venezuela (Bolivarian Republic of)
VN: Viet Nam
"""


@cache
def country_codes() -> frozenset[str]:
    """The two-letter codes of all countries."""
    codes = map(str, Locale.parse("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


def parse_country(text: str) -> tuple[str, bool]:
    """The two-letter code, and whether the text is surely that country.

    Sure are codes (ISO 3166-1, two or three letters), names and customary other names; a misspelt name
    gives the nearest one and False, for somebody to accept. Refuses what resembles no country.
    """
    plain = text.strip()
    if plain.upper() in country_codes():
        return plain.upper(), True
    if len(plain) <= LONGEST:
        code = _names().exact(plain)
        if code:
            return code, True
        code = _names().nearest(plain)
        if code:
            return code, False
    raise Refusal(_unknown(plain))


def parse_country_column(
    values: Sequence[str],
) -> tuple[list[tuple[str, bool] | None], dict[int, str]]:
    """Each text by the rule of `parse_country`; blank is None."""
    return read_column(values, parse_country)


def _unknown(text: str) -> str:
    like = _names().like(text[:LONGEST])
    if not like:
        return _("“%(text)s” is not a country.") % {"text": cited(text)}
    name = Locale.parse("en").territories[_names().codes[like]]
    return _("“%(text)s” is not a country. Did you mean %(name)s?") % {"text": cited(text), "name": name}


@cache
def _names() -> Names:
    return Names(_all_names())


def _all_names() -> Iterator[tuple[str, str]]:
    codes = country_codes()
    for language in LANGUAGES:
        yield from ((name, code) for code, name in Locale.parse(language).territories.items() if code in codes)
    for alias, meant in get_global("territory_aliases").items():
        if alias.isalpha() and len(meant) == 1 and meant[0] in codes:
            yield alias, meant[0]
    for line in _OTHER_NAMES.strip().splitlines():
        code, _colon, names = line.partition(": ")
        yield from ((name, code) for name in names.split("; "))
