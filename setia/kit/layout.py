"""How a noun is laid out: groups of fields, panels and figures on its page, lanes on a board."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Board:
    """Cards in lanes: `lane` is a reference or choice field, `verb` moves a card into another lane.

    `badge` is a field of words that stand out on a card, as long as there are any.
    """

    lane: str
    verb: str
    total: str = ""
    card: tuple[str, ...] = ()
    badge: str = ""


@dataclass(frozen=True)
class Network:
    """Links between records of one noun, drawn as a graph: each record of `resource` leads from one to another."""

    label: Words
    resource: str
    start: str
    end: str
    name: str


@dataclass(frozen=True)
class Tick:
    """A verb that is done with one click wherever the record stands, as long as `field` has this value."""

    verb: str
    field: str
    value: str


@dataclass(frozen=True)
class Panel:
    """A list of related records on a record's page: those whose `field` points at it, by number or address.

    Panels stand in the order of their `place`; those of one place in the order in which they were added.
    """

    label: Words
    resource: str
    field: str
    columns: tuple[str, ...]
    sort: str = ""
    rows: int = 8
    place: int = 50


@dataclass(frozen=True)
class Group:
    """Fields that belong together in a form and on a page."""

    label: Words
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A number at the head of a record's page: a measure over related records."""

    label: Words
    resource: str
    field: str
    total: str = ""
    where: str = ""
    reason: Words = ""
