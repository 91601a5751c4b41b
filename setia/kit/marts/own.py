"""Fields that a firm added, as columns of the marts of their nouns.

They are called as the fields are ("own_level"), which no column that was declared is, and stand under the same rights.
Words of one's own are left out as far as others are: what was written at length, addresses, and texts about people.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.foundation.own_values import PREFIX, is_own
from setia.kit.kinds import Amount, Choice, Field, LongText, Reference, Text
from setia.kit.kinds.references import STAFF
from setia.kit.marts.declaring import Mart, MartColumn, Type
from setia.kit.resources import registry
from setia.kit.shaping.kinds import OwnChoices

MOST_CODES = 20
"""Choices that are told in the words about a column."""

TYPES: dict[str, Type] = {
    "text": "text", "list": "text", "whole": "whole", "number": "number", "flag": "flag", "day": "day",
    "moment": "moment",
}  # fmt: skip


def columns_of(mart: Mart) -> tuple[MartColumn, ...]:
    """All columns that the mart is to have now: those it was declared with, then those of fields that people added."""
    if mart.is_reduced or mart.model is not None:
        return mart.columns
    own = registry.of_noun(mart.noun).own.fields
    return (*mart.columns, *(_column(field) for field in own.values() if is_own(field.path) and _is_for_all(field)))


def _is_for_all(field: Field) -> bool:
    """Not what is said in words about somebody, or is the way to them."""
    if not field.path.startswith(f"{PREFIX}text_") or isinstance(field.kind, Choice):
        return True
    return isinstance(field.kind, Text) and not isinstance(field.kind, LongText) and not field.personal


def _column(field: Field) -> MartColumn:
    kept = field.path.removeprefix(PREFIX).partition("_")[0]
    noun = getattr(field.kind, "noun", "")
    # The number of a record is told to whoever sees all of these, as the records themselves would be.
    reads = {noun: ("id",)} if isinstance(field.kind, Reference) and noun != STAFF else {}
    return MartColumn(field.name, TYPES[kept], _about(field), field.name, field.path, reads)


def _about(field: Field) -> str:
    kind, told = field.kind, [str(field.label)]
    if isinstance(kind, Choice):
        codes = [str(code) for code, _label in kind.choices][: MOST_CODES + 1]
        listed = ", ".join(codes[:MOST_CODES]) + (", …" if len(codes) > MOST_CODES else "")
        if isinstance(kind, OwnChoices):
            words = _("several codes between bars, such as |%(code)s|, out of: %(codes)s")
            told.append(words % {"code": codes[0] if codes else "", "codes": listed})
        else:
            told.append(_("one of: %(codes)s") % {"codes": listed})
    elif isinstance(kind, Amount):
        told.append(_("in the smallest unit of %(currency)s") % {"currency": kind.fixed})
    elif isinstance(kind, Reference):
        told.append(_("number of the record"))
    if field.help:
        told.append(str(field.help))
    return " – ".join(told)
