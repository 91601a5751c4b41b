"""A plan as a person wants it: every choice is judged, nothing unknown is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.contact_points import country_codes
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.money import is_currency
from setia.kit.exchange.files import Sheet, look
from setia.kit.exchange.plans.evidence import date_orders
from setia.kit.exchange.plans.guessing import guess
from setia.kit.exchange.plans.plan import (
    ADDRESS,
    DATE_ORDERS,
    MODES,
    WHEN_EMPTY,
    WHEN_UNKNOWN,
    ColumnPlan,
    Plan,
    importable_fields,
    text_keys,
)
from setia.kit.kinds import Reference
from setia.kit.kinds.choices import LANGUAGES
from setia.kit.resources import registry

Choices = Mapping[str, Any]
MOST_ACCEPTED = 10_000


def adjust(plan: Plan, sheet: Sheet, choices: Choices, by: Actor) -> Plan:
    """The plan with a person's choices; raises `Invalid` naming every choice that cannot be.

    `{"resource": "companies", "currency": "EUR", "columns": {"account": {"field": "name"}}}`; a
    column is named by its header or by its index.
    """
    errors: dict[str, list[str]] = {}
    resource = choices.get("resource", plan.resource)
    if resource != plan.resource:
        if not isinstance(resource, str):
            raise Invalid({"resource": [_("Write the name of a kind of record.")]})
        plan = guess(_looked_at_again(sheet), by, resource)
    if not plan.resource:
        return plan
    plan = replace(plan, **_settings(plan, choices, errors))
    columns = choices.get("columns", {})
    if not isinstance(columns, Mapping):
        raise Invalid({"columns": [_("Write the columns as an object: header to choices.")]})
    for name, wanted in columns.items():
        column = _find(plan, str(name))
        if column is None or not isinstance(wanted, Mapping):
            errors.setdefault(f"columns.{name}", []).append(_("There is no such column in the file."))
            continue
        plan = plan.with_column(_column(plan, column, wanted, by, errors))
    plan = date_orders(plan, sheet, only_new=True)
    _refuse_twice(plan, errors)
    if plan.match and plan.match not in {column.field for column in plan.mapped}:
        errors["match"] = [_("No column brings the field by which records are to be known.")]
    if errors:
        raise Invalid(errors)
    return plan


def _looked_at_again(sheet: Sheet) -> Sheet:
    """All texts of the columns, of which only some were kept, and what was said about the file."""
    seen = look(sheet.path, sheet.name, sheet.layout)
    seen.notices, seen.origin = sheet.notices, sheet.origin
    return seen


def accept_nearest(plan: Plan) -> Plan:
    """Unknown references are read as the nearest known ones, wherever they would be refused."""
    for column in plan.mapped:
        if column.when_unknown == "refuse":
            plan = plan.with_column(replace(column, when_unknown="nearest"))
    return plan


def field_choices(plan: Plan, by: Actor) -> list[tuple[str, str]]:
    """The fields a column may become, with their labels."""
    fields = importable_fields(plan.target, by)
    return [("", _("Do not import")), *((name, str(field.label)) for name, field in fields.items())]


def match_choices(plan: Plan) -> dict[str, str]:
    """By what records that are there can be known, with the words for it."""
    keys = {key.name: str(key.label) for key in text_keys(plan.target)} if plan.resource else {}
    return {"": _("as usual"), **keys, ADDRESS: _("Address of the record")}


def _settings(plan: Plan, choices: Choices, errors: dict[str, list[str]]) -> dict[str, Any]:
    possible = {
        "currency": is_currency,
        "country": country_codes().__contains__,
        "language": LANGUAGES.__contains__,
        "mode": MODES.__contains__,
        "match": match_choices(plan).__contains__,
    }
    found = {}
    for name, value in choices.items():
        if name in possible:
            if isinstance(value, str) and possible[name](value):
                found[name] = value
            else:
                errors[name] = [_("“%(value)s” is not possible here.") % {"value": str(value)[:60]}]
        elif name not in ("resource", "columns"):
            errors[name] = [_("There is no such choice.")]
    return found


def _find(plan: Plan, name: str) -> ColumnPlan | None:
    by_header = next((column for column in plan.columns if column.header and column.header == name), None)
    if by_header or not (name.isascii() and name.isdigit()) or len(name) > 4:
        return by_header
    return next((column for column in plan.columns if column.index == int(name)), None)


def _column(plan: Plan, column: ColumnPlan, wanted: Choices, by: Actor, errors: dict[str, list[str]]) -> ColumnPlan:
    place = f"columns.{column.header or column.index}"
    name = wanted.get("field", column.field)
    fields = importable_fields(plan.target, by)
    if not isinstance(name, str) or (name not in ("", ADDRESS) and name not in fields):
        errors[f"{place}.field"] = [_("There is no such field, or you may not set it.")]
        return column
    if name != column.field:
        why = _("chosen by %(name)s") % {"name": by.name}
        column = replace(column.taken_for(plan.target, name), confidence=1.0 if name else 0.0, why=why)
    options = {"date_order": DATE_ORDERS, "when_unknown": WHEN_UNKNOWN, "when_empty": WHEN_EMPTY}
    changed: dict[str, Any] = {}
    for key, value in wanted.items():
        if key in options and value in options[key]:
            changed[key] = value
        elif key == "accepted":
            changed[key] = {**column.accepted, **_accepted(plan, column, value, by, errors, place)}
        elif key == "prefix" and isinstance(value, str) and len(value) <= 60:
            changed[key] = value
        elif key != "field":
            errors[f"{place}.{key}"] = [_("“%(value)s” is not possible here.") % {"value": str(value)[:60]}]
    return replace(column, **changed)


def _accepted(
    plan: Plan, column: ColumnPlan, value: Any, by: Actor, errors: dict[str, list[str]], place: str
) -> dict[str, int]:
    """Readings chosen for all rows: each must be a record of the right noun that the person may see."""
    kind = plan.field_of(column).kind if column.field not in ("", ADDRESS) else None
    if not isinstance(kind, Reference) or not isinstance(value, Mapping) or len(value) > MOST_ACCEPTED:
        errors[f"{place}.accepted"] = [_("This column holds no references.")]
        return {}
    ids = {id_ for id_ in value.values() if isinstance(id_, int) and not isinstance(id_, bool) and 0 < id_ < 2**63}
    try:
        rows = registry.of_noun(kind.noun).rows(by.access)
    except Refusal:
        return {}
    seen = {id_ for some in _parts(sorted(ids)) for id_ in rows.filter(pk__in=some).values_list("pk", flat=True)}
    wrong = [str(text)[:60] for text, id_ in value.items() if not isinstance(id_, int) or id_ not in seen]
    if wrong:
        errors[f"{place}.accepted"] = [_("For “%(text)s” no record is chosen that you may see.") % {"text": wrong[0]}]
    return {str(text): id_ for text, id_ in value.items() if isinstance(id_, int) and id_ in seen}


def _parts(ids: list[int], size: int = 500) -> list[list[int]]:
    return [ids[at : at + size] for at in range(0, len(ids), size)]


def _refuse_twice(plan: Plan, errors: dict[str, list[str]]) -> None:
    taken: dict[str, ColumnPlan] = {}
    for column in plan.mapped:
        other = taken.setdefault(column.field, column)
        if other is not column:
            errors[f"columns.{column.header or column.index}.field"] = [
                _("The column “%(other)s” is already taken for this field.") % {"other": other.name}
            ]
