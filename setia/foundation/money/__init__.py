"""Money: exact amounts in minor units of an ISO 4217 currency, and reading them from texts."""

from setia.foundation.money.amounts import Money, decimal, minor, reread, total
from setia.foundation.money.currencies import check_currency, currencies, exponent, is_currency, scale
from setia.foundation.money.reading import decimal_mark, from_text, parse_money_column, parse_number

__all__ = [
    "Money",
    "check_currency",
    "currencies",
    "decimal",
    "decimal_mark",
    "exponent",
    "from_text",
    "is_currency",
    "minor",
    "parse_money_column",
    "parse_number",
    "reread",
    "scale",
    "total",
]
