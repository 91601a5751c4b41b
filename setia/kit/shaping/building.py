"""From definitions to fields of a noun that look like any others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.own_values import PREFIX
from setia.foundation.personal import Basis, Personal
from setia.kit.kinds import Day, Email, Field, Flag, Kind, Moment, Phone, Web, Whole
from setia.kit.kinds.choices import LANGUAGES
from setia.kit.kinds.references import STAFF
from setia.kit.layout import Group
from setia.kit.shaping.deriving import SORTED, Deriver, kind_for, path_of
from setia.kit.shaping.kinds import (
    BoundedNumber,
    FixedAmount,
    OwnChoice,
    OwnChoices,
    OwnReference,
    long_text_kind,
    text_kind,
)
from setia.kit.shaping.model import IndexState, OwnField, OwnKind
from setia.kit.shaping.shape import Shape

Titles = Callable[[str], str]
"""By which field records of a noun are called."""

STORED_AS = {
    OwnKind.TEXT: "text", OwnKind.LONG_TEXT: "text", OwnKind.EMAIL: "text", OwnKind.PHONE: "text",
    OwnKind.LINK: "text", OwnKind.CHOICE: "text", OwnKind.CHOICES: "list", OwnKind.WHOLE: "whole",
    OwnKind.AMOUNT: "whole", OwnKind.REFERENCE: "whole", OwnKind.STAFF: "whole", OwnKind.NUMBER: "number",
    OwnKind.FLAG: "flag", OwnKind.DAY: "day", OwnKind.MOMENT: "moment",
}  # fmt: skip
"""The type of the key under which values of a kind are kept; formulas and roll-ups are kept nowhere."""

SORTABLE = frozenset({"text", "whole", "number", "day", "moment"})
NOT_SORTABLE = frozenset({OwnKind.LONG_TEXT, OwnKind.REFERENCE, OwnKind.STAFF})


@dataclass(frozen=True)
class Added:
    """The fields that a noun has besides those it was declared with, and where they stand in forms and lists."""

    token: str = ""
    fields: Mapping[str, Field] = field(default_factory=dict)
    form: tuple[Group, ...] = ()
    columns: tuple[str, ...] = ()
    stored: tuple[str, ...] = ()
    tells: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What is worked out gives away the fields it is worked out from."""

    hidden_from: Mapping[str, Callable[[Access], bool]] = field(default_factory=dict)
    """Roll-ups tell of other records, which somebody may not know."""

    def is_hidden(self, name: str, access: Access) -> bool:
        """Whether it is a roll-up over what this person may not know."""
        return name in self.hidden_from and self.hidden_from[name](access)


def key_of(defined: OwnField) -> str:
    """The key of its values, "" for what is worked out."""
    stored = STORED_AS.get(OwnKind(defined.kind))
    return f"{stored}_{defined.pk}" if stored else ""


def may_sort(defined: OwnField) -> bool:
    """Whether its values have an order, and an index could hold them."""
    return STORED_AS.get(OwnKind(defined.kind)) in SORTABLE and defined.kind not in NOT_SORTABLE


def kind_of(defined: OwnField, shape: Shape, titles: Titles) -> Kind | None:
    """The kind with its rules; None for what is worked out."""
    least, most = defined.least, defined.most
    match defined.kind:
        case OwnKind.TEXT:
            return text_kind(defined.longest, defined.pattern)
        case OwnKind.LONG_TEXT:
            return long_text_kind(defined.longest)
        case OwnKind.WHOLE:
            return Whole(
                *(int(edge) if edge is not None else usual for edge, usual in ((least, -(2**53)), (most, 2**53)))
            )
        case OwnKind.NUMBER:
            return BoundedNumber(_places(defined), least, most)
        case OwnKind.AMOUNT:
            return FixedAmount(defined.currency or our_company().currency, least, most)
        case OwnKind.CHOICE:
            return OwnChoice(shape.choices.get(defined.pk, ()))
        case OwnKind.CHOICES:
            return OwnChoices(shape.choices.get(defined.pk, ()))
        case OwnKind.REFERENCE:
            return OwnReference(defined.refers_to, titles(defined.refers_to))
        case OwnKind.STAFF:
            return OwnReference(STAFF, titles(STAFF))
    plain: dict[str, type[Kind]] = {
        OwnKind.FLAG: Flag, OwnKind.DAY: Day, OwnKind.MOMENT: Moment, OwnKind.EMAIL: Email, OwnKind.PHONE: Phone,
        OwnKind.LINK: Web,
    }  # fmt: skip
    found = plain.get(defined.kind)
    return found() if found else None


def _places(defined: OwnField) -> int:
    return 3 if defined.places is None else defined.places


def personal_of(defined: OwnField) -> Personal | None:
    """What it is kept for, where it says something about a person."""
    if not defined.purpose.strip():
        return None
    basis = Basis(defined.basis) if defined.basis in Basis else Basis.CONTRACT
    return Personal(defined.purpose, basis, defined.months)


def field_of(defined: OwnField, shape: Shape, titles: Titles) -> Field | None:
    kind = kind_of(defined, shape, titles)
    if kind is None:
        return None
    return Field(
        name=defined.name,
        label=defined.label,
        kind=kind,
        path=f"{PREFIX}{key_of(defined)}",
        required=defined.is_required,
        sortable=defined.is_searched and defined.index_state == IndexState.READY and may_sort(defined),
        help=defined.help,
        aliases=(defined.name.removeprefix("own_").replace("_", " "),),
        personal=personal_of(defined),
    )


def formulas_among(some: Sequence[OwnField]) -> dict[str, str]:
    return {defined.name: defined.expression for defined in some if defined.kind == OwnKind.FORMULA}


def formula_field(defined: OwnField, deriver: Deriver) -> tuple[Field | None, frozenset[str]]:
    """The field, and what it gives away. None where it cannot be worked out, as people have no revenue."""
    try:
        derived = deriver.derived(defined.name)
    except Refusal:
        return None, frozenset()
    ready = defined.is_searched and defined.index_state == IndexState.READY
    made = Field(
        name=defined.name,
        label=defined.label,
        kind=kind_for(defined, derived.formula),
        path=path_of(defined, derived),
        editable=False,
        sortable=ready and derived.formula.type.name in SORTED,
        help=defined.help,
        personal=personal_of(defined),
    )
    return made, derived.uses


Fields = dict[str, Field]
Rolled = tuple[Field, Callable[[Access], bool]]


class _Rollers:
    """What makes the field of a roll-up: it needs to know the other nouns, which stand above this room."""

    made: Callable[[OwnField], Rolled | None] | None = None


def roll_up_by(made: Callable[[OwnField], Rolled | None]) -> None:
    _Rollers.made = made


def simple(
    shape: Shape, noun: str, declared: Mapping[str, Field], titles: Titles
) -> tuple[Fields, dict[str, frozenset[str]]]:
    """The fields that people added, but for roll-ups, and what formulas among them give away."""
    here = [defined for defined in shape.of(noun) if defined.name not in declared]
    fields = {defined.name: made for defined in here if (made := field_of(defined, shape, titles))}
    deriver = Deriver(formulas_among(here), {**declared, **fields})
    tells: dict[str, frozenset[str]] = {}
    for defined in here:
        if defined.kind == OwnKind.FORMULA:
            made, tells[defined.name] = formula_field(defined, deriver)
            if made:
                fields[defined.name] = made
    return fields, tells


def added(shape: Shape, noun: str, declared: Mapping[str, Field], form: Sequence[Group], titles: Titles) -> Added:
    """What people added to a noun whose other fields are `declared`, and its `form` with that in it."""
    found, tells = simple(shape, noun, declared, titles)
    hidden_from: dict[str, Callable[[Access], bool]] = {}
    fields: Fields = {}
    sections: dict[str, list[str]] = {}
    columns: list[str] = []
    for defined in shape.of(noun):
        if defined.kind == OwnKind.ROLL_UP and _Rollers.made and (rolled := _Rollers.made(defined)):
            found[defined.name], hidden_from[defined.name] = rolled
        if defined.name not in found:
            continue
        fields[defined.name] = found[defined.name]
        sections.setdefault(defined.section.strip(), []).append(defined.name)
        if defined.is_column:
            columns.append(defined.name)
    stored = tuple(made.path for made in fields.values() if made.editable)
    return Added(shape.token, fields, _grouped(form, sections), tuple(columns), stored, tells, hidden_from)


def _grouped(form: Sequence[Group], sections: dict[str, list[str]]) -> tuple[Group, ...]:
    """The groups of the form with the added fields in them; sections of other names come last."""
    groups = []
    for group in form:
        names = [name for label in _called(group) for name in sections.pop(label, ())]
        groups.append(replace(group, fields=(*group.fields, *names)) if names else group)
    return (*groups, *(Group(label or _("Further fields"), tuple(names)) for label, names in sections.items()))


def _called(group: Group) -> list[str]:
    """What the group is called in each of the languages: whoever named a section wrote it in one of them."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(group.label))
    return list(dict.fromkeys(found))
