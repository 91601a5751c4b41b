"""From a field to its input: the macro it is drawn by and what that macro must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.foundation.errors import Malformed
from setia.kit.kinds import Amount, AnyRecord, Choice, Field, Reference
from setia.kit.kinds.kind import Kind
from setia.kit.kinds.references import ADDRESS, NOT_VISIBLE
from setia.kit.seeing import titles, titles_at
from setia.kit.shaping.kinds import OwnChoices

PLACES = 8
"""So many can be named without sending the form in between; the next place appears when one is filled."""


@dataclass(frozen=True)
class Input:
    """One question of a form. `text` is what a combobox shows for the id in `value`.

    Where several can be named, `slots` are what stands in each of the places for one.
    """

    name: str
    label: str
    macro: str
    value: Any
    text: str
    help: str
    required: bool
    errors: list[str]
    options: list[tuple[str, str]]
    url: str
    unit: str
    slots: Sequence[tuple[str, str]] = ()


def input_for(
    field: Field,
    value: Any,
    access: Access,
    *,
    row: Mapping[str, Any] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    text: str = "",
    name: str = "",
) -> Input:
    """An input holding `value`: as stored, or as somebody typed it. `access` is that of whoever fills it in."""
    kind = field.kind
    if not text and not field.many:
        text = title_of(kind, value, access)
    currency = (row or {}).get("currency") or our_company().currency
    return Input(
        name=name or field.name,
        label=str(field.label),
        macro="references" if field.many else kind.macro,
        value=ticks(kind, value) if isinstance(kind, OwnChoices) else value,
        text=text,
        help=str(field.help),
        required=field.required,
        errors=list((errors or {}).get(field.name, ())),
        options=kind.choices if isinstance(kind, Choice) else [],
        url=suggestions_for(kind),
        unit=(kind.fixed or currency) if isinstance(kind, Amount) else "",
        slots=_slots(field, value, access) if field.many else (),
    )


def _slots(field: Field, value: Any, access: Access) -> list[tuple[str, str]]:
    named = [str(one) for one in field.each(value)]
    empty = max(PLACES - len(named), 1)
    return [(one, title_of(field.kind, one, access)) for one in named] + [("", "")] * empty


def ticks(kind: OwnChoices, value: Any) -> list[str]:
    """The codes that are ticked, of what is stored, was typed, or stands in a link."""
    wanted = {one.strip() for one in str(value or "").replace("|", ",").split(",")}
    return [code for code, label in kind.choices if {code, label} & wanted]


def suggestions_for(kind: Kind) -> str:
    """Where an input asks for records to choose from."""
    if isinstance(kind, Reference):
        return reverse("suggest", args=[kind.noun])
    return reverse("suggest_anything") if isinstance(kind, AnyRecord) else ""


def title_of(kind: Kind, value: Any, access: Access) -> str:
    """The title of the record whose id stands in an input; of one that may not be seen, only that it may not."""
    text = str(value or "")
    if isinstance(kind, AnyRecord) and ADDRESS.fullmatch(text):
        return titles_at([text], access).get(text, str(NOT_VISIBLE))
    if not isinstance(kind, Reference) or not (text.isascii() and text.isdigit() and len(text) <= 18):
        return ""
    return titles(kind.noun, [int(text)], access).get(int(text), str(NOT_VISIBLE))


def given(posted: Mapping[str, Any], names: Any) -> dict[str, str]:
    """The posted texts of the fields named; an unticked box, which browsers leave out, counts as empty."""
    return {name: _posted(posted, name, names) for name in names}


def typed(posted: Mapping[str, Any], name: str) -> str:
    """What was typed in one input; several ticks of a list together, as a text."""
    ticked = posted.getlist(name) if isinstance(posted, QueryDict) and f"{name}_ticked" in posted else []
    return ", ".join(map(str, ticked)) if ticked else str(posted.get(name, ""))


def _posted(posted: Mapping[str, Any], name: str, names: Any) -> str:
    """Where several can be named they come one by one, and are told apart by commas from here on."""
    if isinstance(names, Mapping) and names[name].many and isinstance(posted, QueryDict):
        return ",".join(filter(None, posted.getlist(name)))
    return typed(posted, name)


def version_of(posted: Mapping[str, Any]) -> int | None:
    """The version of the record that was read before this was typed; None if nothing is said about it."""
    text = posted.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Malformed(_("This is no version of a record."), field="version")
    return int(text) if text else None
