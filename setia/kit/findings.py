"""What a manager could change: general recommendations that domains contribute, each with the records behind it.

findings.add(Source("losing_ground", _("Losing ground"), losing, {"sales.order": ("ordered_on",)}))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

from setia.foundation.access import Access, Actor
from setia.foundation.formats import Reader
from setia.kit.kinds import Text
from setia.kit.resources import registry

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Finding:
    """`words` are in the reader's language; `where` opens the records of `resource` that it rests on.

    `weight` puts the findings of one source in their order, the heaviest first. `about` says what it is about, in the
    same way on every day and for every reader ("product=3 sector=retail"). Where it concerns customers, `play` holds
    what a play with them could begin with, by field: no figures, since others read these words than who is told the
    finding.
    """

    words: str
    weight: float
    resource: str
    where: str
    about: str = ""
    play: Mapping[str, str] = field(default_factory=dict)


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


def source_of(key: str) -> Source | None:
    """Who found what is known by this key (`key_of`)."""
    return _sources.get(key.partition(":")[0])


def key_of(source: Source, finding: Finding) -> str:
    """What is kept of a finding by those who do something about it; "" for one that cannot be told from others."""
    return f"{source.name}:{finding.about}" if finding.about else ""


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


class FoundBy(Text):
    """A field that holds the key of a finding, said as the name of its source. Nobody types it: a form that a finding
    leads to carries it along unseen."""

    macro = "hidden"
    examples: ClassVar[Any] = ()

    def __init__(self) -> None:
        super().__init__(120)

    def say(self, value: Any, reader: Reader) -> str:
        source = source_of(str(value or ""))
        return str(source.label) if source else super().say(value, reader)
