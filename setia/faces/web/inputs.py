"""From a field to its input: the macro it is drawn by and what that macro must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.foundation.errors import Malformed
from setia.kit.kinds import Amount, AnyRecord, Choice, Field, Reference
from setia.kit.kinds.kind import Kind
from setia.kit.kinds.references import ADDRESS, NOT_VISIBLE
from setia.kit.seeing import titles, titles_at


@dataclass(frozen=True)
class Input:
    """One question of a form. `text` is what a combobox shows for the id in `value`."""

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
    if not text:
        text = title_of(kind, value, access)
    currency = (row or {}).get("currency") or our_company().currency
    return Input(
        name=name or field.name,
        label=str(field.label),
        macro=kind.macro,
        value=value,
        text=text,
        help=str(field.help),
        required=field.required,
        errors=list((errors or {}).get(field.name, ())),
        options=kind.choices if isinstance(kind, Choice) else [],
        url=suggestions_for(kind),
        unit=currency if isinstance(kind, Amount) else "",
    )


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
    return {name: posted.get(name, "") for name in names}


def version_of(posted: Mapping[str, Any]) -> int | None:
    """The version of the record that was read before this was typed; None if nothing is said about it."""
    text = posted.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Malformed(_("This is no version of a record."), field="version")
    return int(text) if text else None
