"""What plays rest on: circles of parties for whom something may be tried, and what counts as success, as domains
contribute them.

    plays.add_circle(Circle("bought_once", _("Bought once"), bought_once, {"sales.order": ("ordered_on",)}))
    plays.add_success(Success("order", _("An order"), "sales.order", ("order.created",), {"sales.order": ("net",)}))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from setia.foundation.access import Access
from setia.kit import findings
from setia.kit.advice import Asked

Words = str | Promise
Reads = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Circle:
    """Parties of whom a domain knows something that stands in no field of theirs.

    `find` looks at the day asked about, which may be a past one, and only at what `Access` may see. `reads` are the
    fields, by noun, that belonging to it gives away.
    """

    name: str
    label: Words
    find: Callable[[Asked, Access], Iterable[int]]
    reads: Reads


@dataclass(frozen=True)
class Success:
    """One of these facts at a record of `noun` in the story of a party, as long as `holds`, a condition, is true of it.

    `said` are what must have been said with the verb that left the fact. `amount` is the field with what the record is
    worth, in the currency of its field "currency"; "" where there is none. `reads` are the fields, by noun, that the
    count gives away.
    """

    name: str
    label: Words
    noun: str
    facts: tuple[str, ...]
    reads: Reads
    holds: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    amount: str = ""


_circles: dict[str, Circle] = {}
_successes: dict[str, Success] = {}


def add_circle(*some: Circle) -> None:
    for one in some:
        if one.name in _circles or len(one.name) > 30:
            raise LookupError(f"{one.name} is a circle already, or too long")
        _circles[one.name] = one


def add_success(*some: Success) -> None:
    for one in some:
        if one.name in _successes or len(one.name) > 30:
            raise LookupError(f"{one.name} is a success already, or too long")
        _successes[one.name] = one


def circles() -> Mapping[str, Circle]:
    return _circles


def successes() -> Mapping[str, Success]:
    return _successes


def may_know(reads: Reads, access: Access) -> bool:
    """Whether this person may know all that a circle or a success gives away."""
    return findings.may_know(reads, access)
