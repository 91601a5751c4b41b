"""How a party is called, and under what it is sorted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import PartyKind
from setia.foundation.search import fold
from setia.kit.changes import Change


def settle_name(change: Change) -> None:
    """The name of a person follows from its parts; typed over, the parts follow from the name."""
    after = change.after
    has_parts = bool(after["first_name"] or after["last_name"])
    if after["kind"] == PartyKind.COMPANY and has_parts:
        change.refuse("first_name", _("Only people have a first and a last name."))
    elif has_parts and (change.changed("first_name") or change.changed("last_name")):
        after["name"] = f"{after['first_name']} {after['last_name']}".strip()
    elif has_parts and change.changed("name"):
        after["first_name"], after["last_name"] = parts_of(after["name"])
    if not after["name"] and after["reference"]:
        after["name"] = _("Customer %(reference)s") % {"reference": after["reference"]}
    if not after["name"]:
        change.refuse("name", _("Give a name."))
    after["sort_name"] = sort_name(after)


def parts_of(name: str) -> tuple[str, str]:
    """First and last name: the last word is taken for the family's."""
    first, _space, last = name.rpartition(" ")
    return (first[:100], last[:100]) if first else (last[:100], "")


def sort_name(values: dict[str, Any]) -> str:
    """People by their last name, everybody else as they are written."""
    name = values["name"]
    if values["kind"] == PartyKind.PERSON:
        first, last = values["first_name"], values["last_name"]
        if not (first or last):
            first, last = parts_of(name)
        name = f"{last} {first}"
    return fold(name)[:200]
