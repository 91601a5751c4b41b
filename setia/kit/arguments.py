"""The inputs of a verb: from its signature to fields, from what was typed to what the function takes."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.db import models
from django.utils.translation import gettext as _

from setia.foundation.errors import Invalid
from setia.foundation.records import noun
from setia.kit import kinds


def kind_of_annotation(hint: Any) -> kinds.Kind:
    if isinstance(hint, kinds.Kind):
        return hint
    if isinstance(hint, type) and issubclass(hint, models.Model):
        return kinds.Reference(noun(hint))
    if isinstance(hint, type) and issubclass(hint, models.TextChoices):
        return kinds.Choice(lambda: hint.choices)
    plain: dict[Any, kinds.Kind] = {
        str: kinds.LongText(), int: kinds.Whole(), bool: kinds.Flag(), date: kinds.Day(),
        datetime: kinds.Moment(), Decimal: kinds.Number(),
    }  # fmt: skip
    if hint not in plain:
        raise TypeError(f"an operation cannot take {hint!r}; use a kind")
    return plain[hint]


def arguments(
    function: Callable[..., Any], inputs: Mapping[str, kinds.Field], cleaned: Mapping[str, Any]
) -> dict[str, Any]:
    """Cleaned inputs as the function wants them: records instead of numbers, defaults where left out."""
    hints = get_type_hints(function)
    given: dict[str, Any] = {}
    for name, input_ in inputs.items():
        value = cleaned.get(name)
        if value in (None, "") and not input_.required:
            given[name] = input_.default
            continue
        hint = hints[name]
        if get_origin(hint) in (Union, types.UnionType):
            hint = next(part for part in get_args(hint) if part is not type(None))
        if input_.many:
            value = value or []
            found = get_args(hint)[0]._default_manager.in_bulk(value)
            value = [found[pk] for pk in value if pk in found]
        elif isinstance(hint, type) and issubclass(hint, models.Model):
            value = hint._default_manager.filter(pk=value).first()
            if value is None:
                raise Invalid({name: [_("There is no such record, or you may not see it.")]})
        given[name] = value
    return given
