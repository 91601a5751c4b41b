"""Kinds of values, and which kind a model's column has unless its resource says otherwise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from setia.foundation.records import noun
from setia.kit.kinds.amounts import Amount
from setia.kit.kinds.choices import Choice, Currency, Language
from setia.kit.kinds.contacts import Country, Email, Phone, Web
from setia.kit.kinds.dates import Clock, Day, Moment
from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext
from setia.kit.kinds.plain import Flag, LongText, Number, Secret, Text, Whole, Year
from setia.kit.kinds.references import AnyRecord, Reference
from setia.kit.kinds.shares import Figured, Percent, Share

__all__ = [
    "Amount", "AnyRecord", "Choice", "Clock", "Column", "Country", "Currency", "Day", "Email", "Field", "Figured",
    "Flag", "Kind", "Language", "LongText", "Moment", "Number", "Percent", "Phone", "ReadingContext", "Reference",
    "Secret", "Share", "Text", "Web", "Whole", "Year", "kind_of_model_field",
]  # fmt: skip


EXACT = 2**53
"""Beyond it, programs that read JSON numbers as floating point take one number for another."""


def bounds(column: models.IntegerField[Any, Any]) -> tuple[int, int]:
    """What the narrowest of the databases can keep in such a column, and JSON can say."""
    least, most = BaseDatabaseOperations.integer_field_ranges[column.get_internal_type()]
    return max(least, -EXACT), min(most, EXACT)


def kind_of_model_field(column: models.Field[Any, Any]) -> Kind | None:
    """The kind that follows from a column; None for columns that are not shown (JSON, many-to-many)."""
    if isinstance(column, models.ForeignKey):
        return Reference(noun(column.related_model))
    if isinstance(column, models.ManyToManyField):
        return None
    if isinstance(column, models.CharField) and column.choices:
        return Choice(list(column.choices))
    if isinstance(column, models.EmailField):
        return Email()
    if isinstance(column, models.URLField):
        return Web()
    if isinstance(column, models.CharField):
        return Text(column.max_length or 200)
    if isinstance(column, models.TextField):
        return LongText()
    if isinstance(column, models.BooleanField):
        return Flag()
    if isinstance(column, models.IntegerField):
        return Whole(*bounds(column))
    if isinstance(column, models.DecimalField):
        return Number(column.decimal_places, column.max_digits)
    if isinstance(column, models.DateTimeField):
        return Moment()
    if isinstance(column, models.DateField):
        return Day()
    return None
