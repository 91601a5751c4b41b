"""Which definitions make sense, said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.own_values import PREFIX
from setia.foundation.search import fold
from setia.kit.kinds import Field
from setia.kit.own import rolling
from setia.kit.resources import Resource, registry
from setia.kit.shaping.building import STORED_AS, may_sort
from setia.kit.shaping.deriving import SORTED, Deriver
from setia.kit.shaping.formulas import names_in, parse
from setia.kit.shaping.model import OwnField, OwnKind

NUMBERS = (OwnKind.WHOLE, OwnKind.NUMBER, OwnKind.AMOUNT)
TEXTS = (OwnKind.TEXT, OwnKind.LONG_TEXT)
LISTS = (OwnKind.CHOICE, OwnKind.CHOICES)
ABOUT_PEOPLE = (OwnKind.EMAIL, OwnKind.PHONE)
MOST_FIELDS = 200
"""For one kind of record."""

NOT_SHAPED = ("kit", "staff")
"""Tables of the machinery itself, whose forms are made by hand."""

Fault = tuple[str, str]
Values = Mapping[str, Any]


def shaped() -> list[Resource]:
    """The kinds of records that fields can be added to."""
    return sorted(
        (r for r in registry.nouns().values() if r.model._meta.app_label not in NOT_SHAPED and r.creatable),
        key=lambda resource: str(resource.plural),
    )


def name_for(label: str, taken: set[str]) -> str:
    """The name for programs: "own_" and the label in small letters. No later field of Setia begins so."""
    base = "own_" + (re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40] or "field")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def faults(values: Values) -> Iterator[Fault]:
    """What is wrong with a definition, by the field of the form in which it can be put right."""
    kind = values["kind"]
    if values["noun"] not in {resource.noun for resource in shaped()}:
        yield "noun", _("No fields can be added to this kind of record.")
    if not values["label"].strip():
        yield "label", _("Say how the field is called.")
    if kind in OwnKind and values["is_required"] and kind in (OwnKind.FLAG, OwnKind.FORMULA, OwnKind.ROLL_UP):
        yield "is_required", _("There is nothing to fill in that could be missing.")
    yield from _faulty_edges(kind, values)
    yield from _faulty_text(kind, values)
    if values["places"] is not None and (kind not in (OwnKind.NUMBER, OwnKind.FORMULA) or values["places"] > 6):
        yield "places", _("Only numbers and formulas have decimal places, and at most 6.")
    if kind == OwnKind.REFERENCE and values["refers_to"] not in registry.nouns():
        yield "refers_to", _("Say to which kind of record the field refers.")
    yield from _faulty_formula(kind, values)
    yield from _faulty_roll_up(kind, values)
    if values["is_searched"] and kind == OwnKind.ROLL_UP:
        yield "is_searched", _("A roll-up changes with other records and with its reader, so no index can hold it.")
    elif values["is_searched"] and kind != OwnKind.FORMULA and not may_sort(OwnField(kind=kind)):
        yield "is_searched", _("Values of this kind have no order by which a list could be sorted.")
    if values["is_unique"] and not may_sort(OwnField(kind=kind)):
        yield "is_unique", _("Of values of this kind no two records can be kept from having the same.")
    if (kind in ABOUT_PEOPLE or values["is_personal"]) and not values["purpose"].strip():
        yield "purpose", _("It says something about a person: say what it is needed for.")


def _faulty_edges(kind: str, values: Values) -> Iterator[Fault]:
    least, most = values["least"], values["most"]
    for name, edge in (("least", least), ("most", most)):
        if edge is not None and kind not in NUMBERS:
            yield name, _("Only numbers and amounts have a lowest and a highest value.")
        elif edge is not None and kind == OwnKind.WHOLE and edge != int(edge):
            yield name, _("The field holds whole numbers.")
    if least is not None and most is not None and least > most:
        yield "most", _("The highest value is below the lowest.")


def _faulty_text(kind: str, values: Values) -> Iterator[Fault]:
    longest, pattern = values["longest"], values["pattern"]
    if longest is not None and kind not in TEXTS:
        yield "longest", _("Only texts have a length.")
    elif longest is not None and not 1 <= longest <= (20_000 if kind == OwnKind.LONG_TEXT else 1_000):
        yield "longest", _("A text has 1 to 1,000 characters, a long text up to 20,000.")
    if pattern and kind != OwnKind.TEXT:
        yield "pattern", _("Only a text has a pattern.")
    elif pattern and longest is not None and len(pattern) > longest:
        yield "pattern", _("The pattern is longer than the longest text.")


def _faulty_formula(kind: str, values: Values) -> Iterator[Fault]:
    expression, noun = values["expression"].strip(), values["noun"]
    if kind != OwnKind.FORMULA:
        if expression:
            yield "expression", _("Only a formula is worked out like this.")
        return
    if not expression:
        yield "expression", _("Write the formula, such as amount * 0.2.")
    elif noun in registry.nouns():
        try:
            derived = deriver_of(noun, {values["name"] or NEW: expression}).derived(values["name"] or NEW)
        except Refusal as refused:
            yield "expression", refused.message
            return
        if values["is_searched"] and derived.formula.type.name not in SORTED:
            yield "is_searched", _("Days, and yes or no, that are worked out cannot be kept in an index.")
        if derived.of_today and (kept := _kept_in_an_index(values)):
            words = _("What depends on today is another tomorrow: “%(label)s” cannot be kept in an index.")
            yield "is_searched" if values["is_searched"] else "expression", words % {"label": kept}


def _kept_in_an_index(values: Values) -> str:
    """The label of the formula, or of one that needs it, that an index was asked for."""
    if values["is_searched"]:
        return str(values["label"])
    if not (name := values["name"]):
        return ""
    deriver = deriver_of(values["noun"], {name: values["expression"].strip()})
    for one in OwnField.objects.active().filter(noun=values["noun"], kind=OwnKind.FORMULA, is_searched=True):
        with suppress(Refusal):
            if name in deriver.derived(one.name).uses:
                return str(one.label)
    return ""


def _faulty_roll_up(kind: str, values: Values) -> Iterator[Fault]:
    names = ("link", "measure", "measured", "where")
    if kind != OwnKind.ROLL_UP:
        for name in names:
            if values[name].strip():
                yield name, _("Only a roll-up is worked out from other records.")
        return
    try:
        rolling.roll_up(OwnField(**{name: values[name] for name in ("noun", "currency", "places", *names)}, kind=kind))
    except Refusal as refused:
        yield refused.field or "link", refused.message


NEW = "own_"
"""Stands for the name of a formula that has none yet."""


def deriver_of(noun: str, changed: Mapping[str, str]) -> Deriver:
    """What works out the formulas of a noun, as they are with what is `changed`."""
    resource = registry.of_noun(noun)
    defined = OwnField.objects.active().filter(noun=noun, kind=OwnKind.FORMULA)
    formulas = dict(defined.values_list("name", "expression")) | dict(changed)
    plain = {name: field for name, field in resource.own.fields.items() if field.editable}
    return Deriver(formulas, {**resource.declared_fields, **plain})


def users_of(noun: str, name: str) -> list[str]:
    """The labels of the formulas and roll-ups in use that need a field."""
    defined = OwnField.objects.active().filter(noun=noun, kind=OwnKind.FORMULA)
    formulas = [one.label for one in defined.order_by("label") if name in names_in(parse(one.expression))]
    return [*formulas, *rolling.users_of(noun, name)]


FIXED = {
    "kind": lambda: _("Its kind cannot change any more: records have values of it. Archive it and add another field."),
    "currency": lambda: _("Its currency cannot change any more: records have amounts in it."),
    "refers_to": lambda: _("It cannot refer to something else any more: records have values in it."),
}
"""What stays as soon as a record has a value, and how that is said."""


def has_values(defined: Values) -> bool:
    """Whether any record has a value of the field; reads the table where no index helps."""
    stored, noun = STORED_AS.get(OwnKind(defined["kind"])), defined["noun"]
    if stored is None or noun not in registry.nouns():
        return False
    path = f"{PREFIX}{stored}_{defined['id']}"
    asked = {path: True} if stored == "flag" else {f"{path}__isnull": False}
    return bool(registry.of_noun(noun).model._default_manager.filter(**asked).exists())


def known_names(noun: str) -> set[str]:
    """Names that a new field of the noun cannot have: those of other fields, archived ones too."""
    fields: set[str] = set()
    for resource in registry:
        if resource.noun == noun:
            known: Mapping[str, Field] = resource.declared_fields
            fields |= known.keys()
    return fields | set(OwnField.objects.filter(noun=noun).values_list("name", flat=True))
