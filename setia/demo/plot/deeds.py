"""What happens in the story: who does what, when, and to which deal or order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from setia.demo.firm.assortment import Article
from setia.demo.people.party import Party


@dataclass(eq=False, slots=True)
class Line:
    article: Article
    quantity: int
    price: int
    """For one, in minor units of the customer's currency."""

    @property
    def amount(self) -> int:
        return self.quantity * self.price


@dataclass(eq=False, slots=True)
class Deal:
    """`id` is known once it stands in Setia."""

    party: Party
    article: Article
    pipeline: str
    stage: str
    owner: str
    opened_on: date
    expected_on: date
    amount: int
    lines: list[Line] = field(default_factory=list)
    next_step: str = ""
    id: int = 0

    @property
    def quantity(self) -> int:
        return self.lines[0].quantity


@dataclass(eq=False, slots=True)
class Order:
    party: Party
    owner: str
    ordered_on: date
    lines: list[Line]
    deal: Deal | None = None
    reference: str = ""
    id: int = 0

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(eq=False, slots=True)
class Errand:
    """A task. `every` is the unit of time in which it comes again, "" for once."""

    name: str
    owner: str
    due_on: date
    party: Party | None = None
    deal: Deal | None = None
    every: str = ""
    id: int = 0


@dataclass(eq=False, slots=True)
class Kept:
    """Something that is kept of a party: a consent, a preference, a need, another number."""

    slug: str
    party: Party
    is_there: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something: `verb` is how it is told (see `telling`), `what` it is done to."""

    at: datetime
    by: str
    verb: str
    what: Any
    values: dict[str, Any] = field(default_factory=dict)
