"""What a figure asks for, and what it is answered with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from setia.foundation.periods import Period
from setia.kit.kinds import Field
from setia.kit.resources import Resource

Aggregate = Literal["count", "sum", "average", "least", "most", "share"]
State = Literal["asked", "counting", "idle", "failed"]
AGGREGATES: tuple[Aggregate, ...] = ("count", "sum", "average", "least", "most", "share")
MOST_GROUPS = 50
Value = int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: `aggregate` of `field` over the records of `resource` for which `where` holds.

    A "share" is the part of these records for which `part` holds as well; with a `field`, the part of its sum.
    `groups` are at most two fields, which may stand behind a reference ("party.country"). `period` narrows to the
    records whose `day` lies in it ("this month"), `unit` shares it out over days, weeks, months, quarters or years.
    `compare` asks the same of the period before. `most` groups are told apart, the others are put together.
    """

    resource: str
    aggregate: Aggregate = "count"
    field: str = ""
    where: str = ""
    part: str = ""
    groups: tuple[str, ...] = ()
    day: str = ""
    unit: str = ""
    period: str = ""
    compare: bool = False
    most: int = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One number: of which groups, in which stretch of time, and in which currency if it is money.

    `value` is in minor units for money, exact for numbers, a ratio for shares, None where there is nothing to take
    an average or a share of. `where` is the condition that opens the records it was taken from; None where no
    condition can (what the reader may not be told apart). `known` of the records have a value of the field.
    """

    groups: tuple[Any, ...]
    span: int | None
    currency: str
    count: int
    value: Value
    before: Value = None
    where: str | None = None
    known: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """That an answer was not found now but at another moment, in so many seconds; `number` is its place."""

    number: int
    made_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class Awaited:
    """That an answer was not counted yet: `question` is the digest under which it will be kept."""

    question: str
    measure: Measure
    state: State = "asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """`lines` are the numbers, `totals` the same over everything, one for each currency.

    `fields` are those of the groups, `words` what their values are called, in their order. `spans` are the stretches
    of time in order. `left` is how many groups were put together under `OTHERS`. With `kept` it is as of that
    moment; what is `awaited` has no numbers yet.
    """

    measure: Measure
    resource: Resource
    field: Field | None
    fields: Sequence[Field]
    lines: Sequence[Line]
    totals: Sequence[Line]
    spans: Sequence[Period] = ()
    period: Period | None = None
    before: Period | None = None
    words: Sequence[Mapping[Any, str]] = ()
    left: tuple[bool, ...] = ()
    kept: Kept | None = None
    awaited: Awaited | None = None
