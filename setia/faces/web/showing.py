"""From values to what stands in a cell: words in the reader's format, links, badges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import ngettext

from setia.faces.web.addresses import reverse
from setia.foundation.access import Access
from setia.foundation.formats import Reader
from setia.kit.kinds import AnyRecord, Choice, Country, Email, Field, Flag, Phone, Reference, Web
from setia.kit.kinds.choices import Currency, Language
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry

Cell = str | dict[str, Any]
PLAIN_CHOICES = (Country, Currency, Language)


def records(number: int, read: Reader) -> str:
    """So many of them, in words."""
    return ngettext("%(number)s record", "%(number)s records", number) % {"number": read.number(number)}


class Shown:
    """Writes the values of some fields for one reader; links and labels are worked out once, not per row."""

    def __init__(self, fields: Iterable[Field], read: Reader, access: Access) -> None:
        self.read = read
        self.fields = list(fields)
        self.links = {field.name: link_to(field, access) for field in self.fields}
        self.labels = {field.name: dict(field.kind.choices) for field in self.fields if _is_badge(field)}

    def cells(self, row: Mapping[str, Any]) -> list[Cell]:
        return [self.cell(field, row) for field in self.fields]

    def cell(self, field: Field, row: Mapping[str, Any]) -> Cell:
        kind = field.kind
        if field.is_said:
            return row.get(field.name) or ""
        value = kind.value(field, row)
        if value is None or value == "":
            return ""
        if field.name in self.labels:
            code = str(value)
            return {"text": self.labels[field.name].get(code, code), "tone": kind.colours.get(code, "plain")}
        text = kind.cell(field, row, self.read)
        if isinstance(kind, Reference):
            link = self.links[field.name]
            known = row.get(kind.title_path(field)) is not None
            return {"text": text, "url": f"{link}{value}/"} if link and known else text
        if isinstance(kind, AnyRecord):
            known = row.get(kind.title_path(field)) is not None
            return {"text": text, "url": url_at(value)} if known else text
        if isinstance(kind, Flag):
            return text if value else ""
        if isinstance(kind, Email):
            return {"text": text, "url": f"mailto:{value}"}
        if isinstance(kind, Phone):
            return {"text": text, "url": f"tel:{value}"}
        if isinstance(kind, Web):
            return {"text": text, "url": value}
        return text


class Ticks:
    """The button beside each row with which its verb is done at once; nothing where it may or need not be."""

    def __init__(self, resource: Resource, access: Access) -> None:
        tick = resource.tick
        self.tick = tick if tick and access.may(tick.verb, resource.governing) else None
        self.base = reverse("list", args=[resource.slug])
        self.label = str(operations_of(resource)[tick.verb].label) if tick else ""

    def of(self, row: Mapping[str, Any]) -> dict[str, str]:
        tick = self.tick
        if tick is None or row.get("archived_at") or row.get(tick.field) != tick.value:
            return {}
        return {"url": f"{self.base}{row['id']}/do/{tick.verb}", "label": self.label}


def _is_badge(field: Field) -> bool:
    return isinstance(field.kind, Choice) and not isinstance(field.kind, PLAIN_CHOICES)


def link_to(field: Field, access: Access) -> str:
    """The address of the referred records up to their number, "" when they may not be seen."""
    if not isinstance(field.kind, Reference):
        return ""
    resource = registry.of_noun(field.kind.noun)
    return reverse("list", args=[resource.slug]) if access.may("see", resource.governing) else ""


def url_at(address: str) -> str:
    """The page of the record at an address, "sales.opportunity:7"."""
    noun, _colon, number = address.partition(":")
    return reverse("record", args=[registry.of_noun(noun).slug, number])


def text_of(cell: Cell) -> str:
    """Only the words of a cell."""
    return str(cell["text"]) if isinstance(cell, dict) else cell
