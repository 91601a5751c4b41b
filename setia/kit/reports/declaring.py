"""Reports: questions about many records, answered in a table whose rows open the records behind them.

A domain declares one (`add`), every face shows it: a page, an answer of the API, a table on the command line, a
file. `make` is given the reader and counts only what this person may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from setia.foundation.access import Actor
from setia.kit.charts import Chart
from setia.kit.kinds import Field, Kind

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer. Money has its currency in the row under "currency", a reference its record's number.

    `between` names the columns that hold the ends of an interval around this one.
    """

    name: str
    label: Words
    kind: Kind
    between: tuple[str, str] | None = None
    help: Words = ""


@dataclass(frozen=True, slots=True)
class Start:
    """What may be begun because of a row: a record of `resource`, with these values by field as they are typed."""

    label: Words
    resource: str
    values: Mapping[str, str]
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class Row:
    """`where`, a condition as it is written, opens the records of `resource` that the row counts. `start` only for
    readers who may."""

    values: Mapping[str, Any]
    resource: str = ""
    where: str = ""
    start: Start | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A mark in a plot, with the ends of its interval upwards and downwards if it has one."""

    x: float
    y: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """Marks over two axes, each from 0 to 1 unless said. `even` draws where both are equal."""

    title: Words
    x_label: Words
    y_label: Words
    points: Sequence[Point]
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    even: bool = False
    percent: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """The answer. `notes` say what it rests on, or why there is too little to say anything.

    `charts` draw what stands in the rows, where a browser draws them.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[Words] = ()
    plots: Sequence[Plot] = ()
    charts: Sequence[Chart] = ()


Make = Callable[[Mapping[str, Any], Actor], Table]


@dataclass(frozen=True)
class Report:
    """`about` is the question in one sentence. Whoever may see records of `noun` may ask it.

    `reads` are the fields, by noun, that the answer gives away: it is kept from whoever may not know all of them.
    `asks` are its parameters; a `default` of a field counts where nothing is given, and may be a function of the
    actor. `make` gets them by name.

    An answer made of `marts`, by the columns of each, is made of all their rows: it is for who may see every record.
    """

    name: str
    label: Words
    about: Words
    noun: str
    make: Make
    icon: str = "chart-no-axes-column"
    asks: tuple[Field, ...] = ()
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    section: str = "sales"
    place: int = 50
    marts: Mapping[str, Sequence[str]] = field(default_factory=dict)


_reports: dict[str, Report] = {}


def add(*some: Report) -> None:
    """Offer reports; the name of each stands in addresses and is taken once."""
    for one in some:
        if one.name in _reports:
            raise LookupError(f"the report {one.name} is there already")
        _reports[one.name] = one


def declared() -> Iterable[Report]:
    return sorted(_reports.values(), key=lambda one: (one.section, one.place, one.name))


def find(name: str) -> Report | None:
    return _reports.get(name)
