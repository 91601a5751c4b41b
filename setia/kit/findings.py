"""What a manager could change: general recommendations that domains contribute, each with the records behind it.

findings.add(Source("losing_ground", _("Losing ground"), losing, {"sales.order": ("ordered_on",)}))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from setia.foundation.access import Access, Actor
from setia.kit.resources import registry

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` are in the reader's language; `where` opens the records of `resource` that it rests on.

    `weight` puts the findings of one source in their order, the heaviest first.
    """

    words: str
    weight: float
    resource: str
    where: str


@dataclass(frozen=True)
class Source:
    """A kind of recommendation. `find` looks only at what its reader may see; `reads` are the fields, by noun, that it
    gives away."""

    name: str
    label: Words
    find: Callable[[Actor], Iterable[Finding]]
    reads: Mapping[str, tuple[str, ...]]


_sources: dict[str, Source] = {}


def add(*some: Source) -> None:
    for one in some:
        if one.name in _sources:
            raise LookupError(f"{one.name} is found already")
        _sources[one.name] = one


def sources_for(by: Actor) -> list[Source]:
    """Those of which this person may know everything."""
    return [one for one in _sources.values() if may_know(one.reads, by.access)]


def may_know(reads: Mapping[str, tuple[str, ...]], access: Access) -> bool:
    """Whether this person may know all of these fields, by noun."""
    for noun, names in reads.items():
        resource = registry.of_noun(noun)
        if not access.may("see", resource.governing) or any(resource.hides(name, access) for name in names):
            return False
    return True
