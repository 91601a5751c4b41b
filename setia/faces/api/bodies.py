"""The values of a request body: JSON types by the kinds of the fields, before the kit's own rules.

The forms of the kit read what people type, "12.50" and "yes" and 3 for "3". A program is held to the
type that the documentation names, so that a mistake is found where it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation.errors import Invalid
from setia.kit.kinds import Field, Reference

MOST_IDS = 1_000
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else _("This is to be a text.")


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else _("This is to be true or false.")


def _whole(value: Any) -> str:
    right = isinstance(value, int) and not isinstance(value, bool)
    return "" if right else _("This is to be a whole number.")


def _decimal(value: Any) -> str:
    if isinstance(value, float):
        return _('Write fractions as text, such as "12.50": a JSON number would be rounded on its way.')
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return _("This is to be a number, written as text.")
    return ""


def _day(value: Any) -> str:
    right = isinstance(value, str) and (value == "" or ISO_DAY.fullmatch(value))
    return "" if right else _("Write a date as 2026-03-31.")


def _moment(value: Any) -> str:
    right = isinstance(value, str) and (value == "" or ISO_MOMENT.fullmatch(value))
    return "" if right else _("Write a moment as 2026-03-31T14:30:00Z.")


def _record(value: Any) -> str:
    right = isinstance(value, (int, str)) and not isinstance(value, bool)
    return "" if right else _("This is to be the number of a record.")


def _texts(value: Any) -> str:
    right = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return "" if right else _("This is to be a list of texts.")


JUDGES: dict[Any, Callable[[Any], str]] = {
    str: _text, bool: _flag, int: _whole, Decimal: _decimal, date: _day, datetime: _moment,
    list: _texts,
}  # fmt: skip


def misfit(field: Field, value: Any) -> str:
    """Why a JSON value is not of the field's type; empty when it is, or is null (nothing)."""
    if value is None:
        return ""
    if field.many:
        if not isinstance(value, list):
            return _("This is to be a list.")
        return next((words for one in value if (words := misfit_of_one(field, one))), "")
    return misfit_of_one(field, value)


def misfit_of_one(field: Field, value: Any) -> str:
    if isinstance(field.kind, Reference):
        return _record(value)
    return JUDGES.get(field.kind.json_type, _text)(value)


def typed(fields: Mapping[str, Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, if each has a name among the fields and the type of its kind."""
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        field = fields.get(name)
        words = misfit(field, value) if field else _("There is no such field, or you may not set it.")
        if words:
            errors[name[:80]] = [words]
    if errors:
        raise Invalid(errors)
    return dict(values)


def ids_among(body: dict[str, Any]) -> list[int]:
    """Take the ids of the records out of the body of a bulk call, each once, in the order given."""
    ids = body.pop("ids", None)
    if not isinstance(ids, list) or not ids:
        raise Invalid({"ids": [_("Name the records: a list of their numbers.")]})
    if len(ids) > MOST_IDS:
        raise Invalid({"ids": [_("At most %(most)s records at once are possible.") % {"most": MOST_IDS}]})
    if not all(isinstance(id_, int) and not isinstance(id_, bool) and 0 < id_ < 2**63 for id_ in ids):
        raise Invalid({"ids": [_("The list is to hold the numbers of records.")]})
    return list(dict.fromkeys(ids))
