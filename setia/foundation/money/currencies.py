"""Currencies by ISO 4217: which exist, and how many decimals their amounts have when stored."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Refusal

USUAL_EXPONENT = 2


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# ISO 4217 list one, column "minor unit", where it is not 2. CLDR is no source here: it says how
# amounts are usually shown (no decimals for IQD or LAK), not what the smallest unit is.
_EXPONENTS = {
    **dict.fromkeys(_codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"), 0),
    **dict.fromkeys(_codes("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(_codes("CLF UYW"), 4),
}
_NO_MONEY = frozenset({"XXX", "XTS"})

# Signs people write before or after amounts, with the currencies they may mean, the likeliest first.
SIGNS: dict[str, tuple[str, ...]] = {
    "$": _codes("USD CAD AUD NZD SGD HKD MXN TWD ARS CLP COP BRL BND FJD JMD TTD BBD BSD BZD NAD XCD"),
    "US$": ("USD",),
    "$US": ("USD",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "$CA": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "S$": ("SGD",),
    "NZ$": ("NZD",),
    "HK$": ("HKD",),
    "R$": ("BRL",),
    "€": ("EUR",),
    "£": ("GBP", "EGP", "LBP", "SYP", "GIP", "FKP", "SHP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "RP": ("IDR",),
    "RP.": ("IDR",),
    "RM": ("MYR",),
    "₹": ("INR",),
    "RS": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "RS.": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "₩": ("KRW", "KPW"),
    "₫": ("VND",),
    "₱": ("PHP",),
    "฿": ("THB",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₪": ("ILS",),
    "₦": ("NGN",),
    "₴": ("UAH",),
    "ZŁ": ("PLN",),
    "KČ": ("CZK",),
    "FT": ("HUF",),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
    "KR.": ("DKK", "NOK", "SEK", "ISK"),
    "FR.": ("CHF",),
    "FCFA": ("XOF", "XAF"),
    "F": ("XPF", "XOF", "XAF"),
    "EURO": ("EUR",),
    "EUROS": ("EUR",),
}


@cache
def currencies() -> frozenset[str]:
    """Every code that Unicode's CLDR knows, those of the past included."""
    return frozenset(Locale.parse("en").currencies) - _NO_MONEY


def is_currency(code: str) -> bool:
    return code in currencies()


def check_currency(code: str) -> str:
    """The code itself. Refuses what ISO 4217 does not have."""
    if code not in currencies():
        raise Refusal(_("“%(code)s” is not a currency; write a code such as EUR or IDR.") % {"code": cited(code, 20)})
    return code


def exponent(currency: str) -> int:
    """Decimals of a stored amount: 2 for EUR and IDR, 0 for JPY, 3 for KWD (ISO 4217)."""
    return _EXPONENTS.get(currency, USUAL_EXPONENT)


def scale(currency: str) -> int:
    """How many minor units make one: 100 cents in a euro."""
    return int(10 ** exponent(currency))
