"""How the columns of a file become fields of records: a plan that is guessed, shown and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from dataclasses import field as default
from typing import Any, Literal, cast

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.kinds import Field, ReadingContext, Reference
from setia.kit.resources import Resource, registry

WhenUnknown = Literal["refuse", "nearest", "create"]
WhenEmpty = Literal["accept", "refuse"]
DateOrder = Literal["", "ymd", "dmy", "mdy"]
WHEN_UNKNOWN: tuple[WhenUnknown, ...] = ("refuse", "nearest", "create")
WHEN_EMPTY: tuple[WhenEmpty, ...] = ("accept", "refuse")
Mode = Literal["both", "create", "update"]
MODES: tuple[Mode, ...] = ("both", "create", "update")
DATE_ORDERS: tuple[DateOrder, ...] = ("", "ymd", "dmy", "mdy")
POINTED = "en"
"""A language that writes decimals with a point."""

ADDRESS = "record"
"""The column of addresses ("sales.opportunity:7") that exports write, and that imports know records by."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What becomes of one column. Without a field it is not imported.

    `why` explains the guess. `prefix` is put before every text (row numbers become "cdnow-17").
    `accepted` holds readings a person chose for all rows: text to record id. Decimals of an `is_pointed` column
    are written with a point, whatever the language.
    """

    index: int
    header: str
    field: str = ""
    confidence: float = 0.0
    why: str = ""
    examples: list[str] = default(default_factory=list)
    date_order: DateOrder = ""
    when_unknown: WhenUnknown = "refuse"
    when_empty: WhenEmpty = "accept"
    prefix: str = ""
    accepted: dict[str, int] = default(default_factory=dict)
    is_pointed: bool = False

    def taken_for(self, resource: Resource, name: str) -> ColumnPlan:
        """The same column as another field, with the options that the field usually has."""
        known = resource.fields.get(name)
        policy = known.when_missing if known and isinstance(known.kind, Reference) else "refuse"
        return replace(self, field=name, when_unknown=cast(WhenUnknown, policy), accepted={}, prefix="", date_order="")

    @property
    def name(self) -> str:
        """How people find the column: its header, or its place when it has none."""
        return self.header or _("column %(number)d") % {"number": self.index + 1}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resource the rows may be meant for, how well the columns fit (0 to 1), and why."""

    resource: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import needs to know besides the file. `resource` is "" until somebody can say.

    `mode` says whether records are made, changed, or both; `match` is the field by which those that are there are
    known, "" for the usual ones of the resource.
    """

    resource: str
    columns: list[ColumnPlan]
    currency: str
    country: str
    language: str
    candidates: list[Candidate] = default(default_factory=list)
    notices: list[str] = default(default_factory=list)
    mode: Mode = "both"
    match: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """A plan that `to_json` wrote. What people send goes through `adjust`."""
        columns = [ColumnPlan(**column) for column in data["columns"]]
        candidates = [Candidate(**candidate) for candidate in data["candidates"]]
        return cls(**{**data, "columns": columns, "candidates": candidates})

    @property
    def target(self) -> Resource:
        if not self.resource:
            raise Refusal(
                _("The columns do not say what the rows are. Choose one of: %(possible)s.")
                % {"possible": ", ".join(str(r.plural) for r in registry if r.importable)},
                field="resource",
            )
        return registry[self.resource]

    @property
    def mapped(self) -> list[ColumnPlan]:
        return [column for column in self.columns if column.field]

    def field_of(self, column: ColumnPlan) -> Field:
        return self.target.field(column.field)

    def context(self, column: ColumnPlan, currency: str = "") -> ReadingContext:
        """How the texts of a column are to be understood."""
        return ReadingContext(
            currency=currency or self.currency, country=self.country,
            language=POINTED if column.is_pointed else self.language,
            date_order=column.date_order or "ymd", accept_nearest=column.when_unknown == "nearest",
        )  # fmt: skip

    def with_column(self, changed: ColumnPlan) -> Plan:
        columns = [changed if column.index == changed.index else column for column in self.columns]
        return replace(self, columns=columns)


def require_fields(plan: Plan, by: Actor) -> None:
    """Refuses a plan that fills what this person may not set (any more)."""
    allowed = importable_fields(plan.target, by)
    for column in plan.mapped:
        if column.field != ADDRESS and column.field not in allowed:
            words = _("The column “%(column)s” fills a field that you may not set. Do not import it.")
            raise Refusal(words % {"column": column.name}, field=f"columns.{column.header or column.index}")


def importable_fields(resource: Resource, by: Actor) -> dict[str, Field]:
    """The fields that this person may fill from a file; also those that are kept elsewhere ("works for")."""
    filed = {name: resource.fields[name] for name in resource.filed if not resource.hides(name, by.access)}
    may_edit = {n: f for n, f in filed.items() if by.access.mode(resource.governing, n) == "edit"}
    return {**resource.writable(by.access), **{n: replace(f, required=False) for n, f in may_edit.items()}}


def text_keys(resource: Resource) -> list[Field]:
    """The fields that a text can be compared with to know a record."""
    fields = [resource.fields[name] for name in resource.import_keys if name in resource.fields]
    return [f for f in fields if f.path == f.name and f.kind.json_type is str]


def importable(by: Actor) -> list[Resource]:
    """What this person may import."""
    return [
        resource
        for resource in registry
        if resource.importable
        and (by.access.may("create", resource.governing) or by.access.may("change", resource.governing))
    ]
