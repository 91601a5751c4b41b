"""The one question that every figure asks the database, and what its answers add up to.

Days are grouped as they stand and put into weeks and months afterwards, so that one index answers and the first day
of the week is the reader's; moments are put into the reader's stretches by the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Sum, Value, When
from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.periods import Period
from setia.kit.kinds import Amount, Field, Number, Share
from setia.kit.kinds.dates import as_day
from setia.kit.kinds.shares import Figured
from setia.kit.lists import Listing
from setia.kit.measures.declaring import Aggregate

MOST_ROWS = 60_000
"""So many numbers are taken from the database for one figure; what would need more is refused in words."""

UNSEEN = object()
"""The group of all records of which the reader may not know where they belong."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A group: its field, where it stands, and the condition under which the reader may know it."""

    name: str
    field: Field
    path: str
    seen: Q

    def value(self, raw: Any, seen: bool) -> Any:
        if not seen:
            return UNSEEN
        return None if raw == "" else raw


@dataclass(slots=True)
class Sums:
    """What was found, in a form that can be added to."""

    count: int = 0
    known: int = 0
    total: Any = 0
    least: Any = None
    most: Any = None
    part: Any = 0

    def add(self, other: Sums) -> None:
        self.count += other.count
        self.known += other.known
        self.total += other.total
        self.part += other.part
        self.least = min((x for x in (self.least, other.least) if x is not None), default=None)
        self.most = max((x for x in (self.most, other.most) if x is not None), default=None)

    def without(self, other: Sums) -> Sums:
        """The rest. What is least and most of it cannot be told."""
        return Sums(self.count - other.count, self.known - other.known, self.total - other.total,
                    part=self.part - other.part)  # fmt: skip

    def value(self, aggregate: Aggregate, field: Field | None) -> Any:
        if aggregate == "count":
            return self.count
        if aggregate == "sum":
            return exact(field, self.total)
        if aggregate == "average":
            return mean(field, self.total, self.known)
        if aggregate in ("least", "most"):
            found = self.least if aggregate == "least" else self.most
            return None if found is None else exact(field, found)
        whole = self.total if field else self.count
        return float(Decimal(self.part) / Decimal(whole)) if whole else None


Key = tuple[tuple[Any, ...], int | None, str]


def only_axis(cells: dict[Key, Sums], at: int) -> dict[Key, Sums]:
    """By one of the groups alone."""
    found: dict[Key, Sums] = {}
    for (groups, _span, coin), sums in cells.items():
        found.setdefault(((groups[at],), None, coin), Sums()).add(sums)
    return found


def ungrouped(cells: dict[Key, Sums]) -> dict[Key, Sums]:
    found: dict[Key, Sums] = {}
    for (_groups, span, coin), sums in cells.items():
        found.setdefault(((), span, coin), Sums()).add(sums)
    return found


def summed(cells: dict[Key, Sums]) -> dict[Key, Sums]:
    """Everything as one number for each currency."""
    found: dict[Key, Sums] = {}
    for (_groups, _span, coin), sums in cells.items():
        found.setdefault(((), None, coin), Sums()).add(sums)
    return found


class TooMany(Exception):
    """There are more numbers than were to be asked for at once."""


@dataclass(frozen=True)
class Question:
    """Over which records, of which field, what; asked again for each set of axes."""

    listing: Listing
    aggregate: Aggregate
    field: Field | None
    part: Q | None
    day: Field | None
    spans: Sequence[Period]
    by: Actor

    @property
    def currency(self) -> str:
        """Where the currency of the field's amounts stands; nowhere if it is not money."""
        kind = self.field.kind if self.field else None
        return kind.currency_path(self.field) if isinstance(kind, Amount) and self.field else ""

    def over(self, listing: Listing, spans: Sequence[Period] = ()) -> Question:
        return replace(self, listing=listing, spans=spans)

    def rows(
        self,
        axes: Sequence[Axis],
        only: Sequence[Sequence[Any] | None] = (),
        *,
        timed: bool = False,
        most: int = 0,
        at_once: int = 0,
    ) -> dict[Key, Sums]:
        """`only` are the values of each axis that are wanted; `most`, so many cells with the largest figures.

        Raises TooMany where that would be more than `at_once` numbers.
        """
        rows = self.listing.records.order_by()
        keys: dict[str, Any] = {}
        for at, axis in enumerate(axes):
            keys[f"group_{at}"] = F(axis.path)
            if axis.seen:
                keys[f"seen_{at}"] = Case(When(axis.seen, then=Value(1)), default=Value(0), output_field=IntegerField())
            if only and only[at] is not None:
                rows = rows.filter(_among(axis, only[at] or ()))
        if self.currency:
            keys["coin"] = F(self.currency)
        if timed and self.spans and self.day:
            keys["span"] = self._span(self.day)
        alike = keys or {"all_of_it": Value(1)}
        sums = self._sums()
        found = rows.annotate(**alike).values(*alike).annotate(**sums).values_list(*alike, *sums)
        if most:
            found = found.order_by(f"-{self._rank}", *(name for name in alike if name.startswith("group_")))[:most]
        answers = list(found[: (at_once or MOST_ROWS) + 1])
        if at_once and len(answers) > at_once:
            raise TooMany
        if len(answers) > MOST_ROWS:
            raise Refusal(_("These are too many numbers for one figure. Group by something else, or narrow it."))
        return self._folded([dict(zip((*alike, *sums), answer, strict=True)) for answer in answers], axes, timed)

    @property
    def _rank(self) -> str:
        return {"count": "how_many", "share": "the_part", "least": "the_least", "most": "the_most"}.get(
            self.aggregate, "how_much"
        )

    def _sums(self) -> dict[str, Any]:
        """Named as no column is: records may be grouped by the very field that is called "total"."""
        sums: dict[str, Any] = {"how_many": Count("*")}
        path = self.field.path if self.field else ""
        if self.aggregate in ("sum", "average") or (self.aggregate == "share" and path):
            sums |= {"how_much": Sum(path), "known": Count(path)}
        if self.aggregate == "least":
            sums["the_least"] = Min(path)
        if self.aggregate == "most":
            sums["the_most"] = Max(path)
        if self.aggregate == "share":
            sums["the_part"] = Sum(path, filter=self.part) if path else Count("pk", filter=self.part)
        return sums

    def _span(self, day: Field) -> Any:
        if day.kind.nature != "moment":
            return F(day.path)
        zone = ZoneInfo(self.by.zone)
        edges = [datetime.combine(span.end, time(), zone).astimezone(UTC) for span in self.spans]
        cases = [When(**{f"{day.path}__lt": edge}, then=Value(at)) for at, edge in enumerate(edges)]
        return Case(*cases, default=Value(len(edges) - 1), output_field=IntegerField())

    def _folded(self, rows: Iterable[dict[str, Any]], axes: Sequence[Axis], timed: bool) -> dict[Key, Sums]:
        place = self._placing() if timed and self.spans else None
        ours, fixed = our_company().currency, getattr(self.field.kind, "fixed", "") if self.field else ""
        found: dict[Key, Sums] = {}
        for row in rows:
            groups = tuple(
                axis.value(row[f"group_{at}"], bool(row.get(f"seen_{at}", 1))) for at, axis in enumerate(axes)
            )
            currency = (row["coin"] or ours) if self.currency else fixed
            span = place(row["span"]) if place else None
            sums = Sums(
                row["how_many"], row.get("known") or 0, row.get("how_much") or 0, row.get("the_least"),
                row.get("the_most"), row.get("the_part") or 0,
            )  # fmt: skip
            found.setdefault((groups, span, currency), Sums()).add(sums)
        return found

    def _placing(self) -> Callable[[Any], int]:
        """Into which of the spans a day, or the number of one, belongs."""
        if self.day and self.day.kind.nature == "moment":
            return int
        days: dict[date, int] = {day: at for at, span in enumerate(self.spans) for day in span}
        return lambda raw: days[as_day(raw)]


def _among(axis: Axis, values: Sequence[Any]) -> Q:
    """Records in one of these groups."""
    plain = [value for value in values if value is not None and value is not UNSEEN]
    found = Q((f"{axis.path}__in", plain))
    if None in values:
        found |= Q((f"{axis.path}__isnull", True))
        found |= Q((axis.path, "")) if axis.field.kind.json_type is str and axis.field.path[-3:] != "_id" else Q()
    if axis.seen:
        found &= axis.seen
    if any(value is UNSEEN for value in values):
        found |= ~axis.seen
    return found


def exact(field: Field | None, number: Any) -> Any:
    """What the database found, with the places that the field has."""
    kind = field.kind if field else None
    if isinstance(kind, Number):
        return Decimal(number or 0).quantize(Decimal(1).scaleb(-kind.places))
    if isinstance(kind, (Share, Figured)):
        return float(number or 0)
    return int(number or 0)


def mean(field: Field | None, total: Any, known: int) -> Any:
    """Of those that have a value: whole minor units for money, two more places than the field has for numbers."""
    if not known:
        return None
    if field and isinstance(field.kind, Amount):
        return round(Decimal(total) / known)
    if field and isinstance(field.kind, (Share, Figured)):
        return float(total) / known
    places = field.kind.places if field and isinstance(field.kind, Number) else 0
    return (Decimal(str(total)) / known).quantize(Decimal(1).scaleb(-places - 2))
