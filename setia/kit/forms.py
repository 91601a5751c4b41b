"""The one set of rules for input: the same form judges a page, an API call and an imported line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setia.foundation.access import Access
from setia.foundation.errors import Invalid, Refusal
from setia.kit.kinds import Amount, Choice, Field, Reference
from setia.kit.resources import registry

MOST_OF_MANY = 50


def form_field(field: Field, currency: Any) -> forms.Field:
    """The rules of one field; an amount is read in the currency given beside it."""
    if isinstance(field.kind, Amount) and isinstance(currency, str) and len(currency) == 3:
        return field.kind.form_field(field, currency.upper())
    return field.kind.form_field(field)


def clean(
    fields: Mapping[str, Field],
    values: Mapping[str, Any],
    access: Access,
    *,
    currency: str = "",
    kept: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Cleaned values by field name for every field of `fields`; raises `Invalid` with all errors at once.

    Names that are not fields are errors, as is a reference to a record the person may not see.
    `currency` is that of the record being changed, for amounts that come without one. `kept` are its
    values: a reference may stay as it is, also when it leads to a record that this person may not see.
    """
    currency = values.get("currency") or currency
    errors: dict[str, list[str]] = {}
    for name in values:
        if name not in fields:
            errors[name] = [_("There is no such field, or you may not set it.")]
    cleaned: dict[str, Any] = {}
    for name, field in fields.items():
        try:
            cleaned[name] = _cleaned(field, values.get(name), currency)
        except ValidationError as refused:
            if _stays(field, values.get(name), kept):
                cleaned[name] = kept[field.path]
            else:
                errors[name] = [str(message) for message in refused.messages]
        except Refusal as refused:
            errors[name] = [refused.message]
    errors.update(_unseen(fields, cleaned, access, kept))
    if errors:
        raise Invalid(errors)
    return cleaned


def _cleaned(field: Field, value: Any, currency: Any) -> Any:
    """One value, or for a field of many a list of them without repetition."""
    rules = form_field(field, currency)
    if not field.many:
        return rules.clean(value)
    found = dict.fromkeys(map(rules.clean, field.each(value)))
    if len(found) > MOST_OF_MANY:
        raise Refusal(_("At most %(most)d can be named here.") % {"most": MOST_OF_MANY})
    return list(found)


def _stays(field: Field, value: Any, kept: Mapping[str, Any]) -> bool:
    """Whether it is a choice that was archived since it was made: it may stay."""
    now = kept.get(field.path)
    return isinstance(field.kind, Choice) and bool(now) and value in (now, field.kind.initial(field, now))


def _unseen(
    fields: Mapping[str, Field], cleaned: Mapping[str, Any], access: Access, kept: Mapping[str, Any]
) -> dict[str, list[str]]:
    """References to records that do not exist or may not be seen."""
    errors: dict[str, list[str]] = {}
    for name, value in cleaned.items():
        kind = fields[name].kind
        if isinstance(kind, Reference) and value is not None and value != kept.get(fields[name].path):
            named = value if fields[name].many else [value]
            rows = registry.of_noun(kind.noun).rows(access).filter(pk__in=named)
            if named and rows.count() != len(named):
                errors[name] = [_("There is no such record, or you may not see it.")]
    return errors
