"""All nouns of this installation, as they were declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from setia.foundation.errors import NotFound
from setia.kit import happenings

Noun = TypeVar("Noun", bound=Any)


class Registry(Generic[Noun]):
    """All nouns, by slug ("companies") and by noun ("parties.party")."""

    def __init__(self) -> None:
        self._by_slug: dict[str, Noun] = {}
        self._widest: dict[str, Noun] = {}

    def add(self, resource: Noun) -> None:
        if resource.slug in self._by_slug:
            raise LookupError(f"two resources are called {resource.slug!r}")
        self._by_slug[resource.slug] = resource
        self._widest = {}
        happenings.declare_for(resource.fact)

    def __iter__(self) -> Iterator[Noun]:
        return iter(self._by_slug.values())

    def __getitem__(self, slug: str) -> Noun:
        if slug not in self._by_slug:
            raise NotFound(f"There is no resource called {slug!r}.")
        return self._by_slug[slug]

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def of_noun(self, noun_: str) -> Noun:
        """The widest resource of a noun: parties rather than people."""
        if not self._widest:
            for each in sorted(self._by_slug.values(), key=lambda r: len(r.only)):
                self._widest.setdefault(each.noun, each)
        if noun_ not in self._widest:
            raise NotFound(f"There is no kind of record called {noun_!r}.")
        return self._widest[noun_]

    def nouns(self) -> dict[str, Noun]:
        return {r.noun: r for r in self._by_slug.values() if not r.only}
