"""What upper domains show on the pages of lower ones, on everybody's start page, and in the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from setia.foundation.access import Actor
from setia.kit.resources import Figure, Panel, Resource, Words


@dataclass(frozen=True)
class Today:
    """What the start page says about some records: how many or how much, and perhaps the first of them.

    `where` may speak of `me`. With `columns` the first `rows` in the order of `sort` are listed. What is
    `wide` goes beyond one's own records and is shown to those who see more than these.
    """

    label: Words
    resource: str
    where: str
    total: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    rows: int = 6
    reason: Words = ""
    wide: bool = False


@dataclass(frozen=True)
class Composed:
    """A record that is made in the composer above a history, beside what is told: `field` points at whose it is."""

    resource: str
    field: str


@dataclass(frozen=True)
class Entry:
    """A line on the start page in which a record is made by filling in the first few fields of its form."""

    resource: str
    fields: tuple[str, ...]
    label: Words


@dataclass(frozen=True)
class Dated:
    """Records that stand in the calendar: under the day in their field `day` (a day or a moment), by `clock`.

    `person` is the field that says whose they are, `reminder` one with the moment at which they are reminded.
    """

    resource: str
    day: str
    where: str = ""
    clock: str = ""
    person: str = "owner"
    reminder: str = ""


@dataclass(frozen=True)
class Beside:
    """Two records shown side by side, field by field, on the page of a record that refers to both by `fields`.

    `verb` makes one of the two, as long as it applies: its input `stays` takes "first" or "second", its input
    `takes` the names of the fields whose value comes from the other. `choosable` are fields of which one value has to
    be chosen, `usual` says which of two rows stays if nobody says so: 0 or 1;
    `says` names the field of the record that stands above both.
    """

    fields: tuple[str, str]
    verb: str
    stays: str
    takes: str
    choosable: Callable[[], Iterable[str]]
    usual: Callable[[Mapping[str, Any], Mapping[str, Any]], int]
    says: str = ""


@dataclass(frozen=True)
class Door:
    """A way from a record to a list: the records of `resource` that fit `where`, perhaps with these columns."""

    label: Words
    resource: str
    where: str = ""
    icon: str = "list"
    columns: Sequence[str] = ()


Warn = Callable[[Any], Words]
Doors = Callable[[Any, Actor], Iterable[Door]]

_added: dict[str, list[Panel | Figure | Composed]] = defaultdict(list)
_everywhere: list[Panel] = []
_today: list[Today] = []
_entries: list[Entry] = []
_dated: list[Dated] = []
_beside: dict[str, Beside] = {}
_warnings: dict[str, list[Warn]] = defaultdict(list)
_doors: dict[str, list[Doors]] = defaultdict(list)


def add(noun: str, *things: Panel | Figure | Composed) -> None:
    """Show panels and figures on the page of every record of `noun`, and what else can be written down there."""
    _added[noun] += things


def add_everywhere(panel: Panel) -> None:
    """Show a panel on the page of every record of every other noun, after those that were added to it."""
    _everywhere.append(panel)


def add_warning(noun: str, warn: Warn) -> None:
    """Say something above the page of a record; `warn` answers "" where there is nothing to say."""
    _warnings[noun].append(warn)


def warnings_of(resource: Resource, record: Any) -> list[str]:
    return [str(words) for warn in _warnings.get(resource.noun, ()) if (words := warn(record))]


def add_doors(noun: str, doors: Doors) -> None:
    """Lead from the page of a record to lists that it speaks of."""
    _doors[noun].append(doors)


def doors_of(resource: Resource, record: Any, by: Actor) -> list[Door]:
    return [door for doors in _doors.get(resource.noun, ()) for door in doors(record, by)]


def add_beside(noun: str, beside: Beside) -> None:
    """Show two records side by side on the page of every record of `noun`."""
    _beside[noun] = beside


def beside_of(resource: Resource) -> Beside | None:
    return _beside.get(resource.noun)


def add_today(*things: Today) -> None:
    """Say something on the start page, after what was added before."""
    _today.extend(things)


def add_entry(entry: Entry) -> None:
    """Let something be written down on the start page."""
    _entries.append(entry)


def entries() -> tuple[Entry, ...]:
    return tuple(_entries)


def add_dated(*things: Dated) -> None:
    """Let records stand in the calendar, after those that were added before."""
    _dated.extend(things)


def dated() -> tuple[Dated, ...]:
    return tuple(_dated)


def panels_of(resource: Resource) -> list[Panel]:
    added = (thing for thing in _added[resource.noun] if isinstance(thing, Panel))
    everywhere = (panel for panel in _everywhere if panel.resource != resource.slug)
    return sorted([*resource.panels, *added, *everywhere], key=lambda panel: panel.place)


def figures_of(resource: Resource) -> list[Figure]:
    return [*resource.figures, *(thing for thing in _added[resource.noun] if isinstance(thing, Figure))]


def composed_of(resource: Resource) -> list[Composed]:
    return [thing for thing in _added[resource.noun] if isinstance(thing, Composed)]


def today() -> tuple[Today, ...]:
    return tuple(_today)
