"""Formats: writing for a reader, and reading the dates and moments that people write."""

from setia.foundation.formats.dates import DateOrder, Order, guess_date_order, parse_date, parse_date_column
from setia.foundation.formats.moments import parse_moment, parse_moment_column
from setia.foundation.formats.reader import Reader, reader_for

__all__ = [
    "DateOrder",
    "Order",
    "Reader",
    "guess_date_order",
    "parse_date",
    "parse_date_column",
    "parse_moment",
    "parse_moment_column",
    "reader_for",
]
