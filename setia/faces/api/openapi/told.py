"""Which fields the description of the API tells of: those of Setia, and the firm's own ones to whom they are known.

What a firm has added is nobody's business outside of it, and a field that is hidden from somebody is not
described to them either.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from setia.foundation.access import Access
from setia.kit.kinds import Field
from setia.kit.resources import Resource, registry

Known = frozenset[tuple[str, str]]
_known: ContextVar[Known] = ContextVar("known", default=frozenset())
_lists: ContextVar[bool] = ContextVar("lists", default=False)


def known_to(access: Access | None) -> Known:
    """The fields beside the declared ones (own and lent) that somebody may know of; none for a stranger."""
    if access is None:
        return frozenset()
    return frozenset(
        (resource.slug, name)
        for resource in registry
        if len(resource.fields) > len(resource.declared_fields) and access.may("see", resource.governing)
        for name in resource.readable(access).keys() - resource.declared_fields.keys()
    )


@contextmanager
def telling(known: Known, *, lists: bool = False) -> Iterator[None]:
    """`lists`: what the firm made of the lists that Setia brings is told as well."""
    before, were = _known.set(known), _lists.set(lists)
    try:
        yield
    finally:
        _known.reset(before)
        _lists.reset(were)


def is_told() -> bool:
    """Whether the reader may know what the firm made of the lists that Setia brings."""
    return _lists.get()


def fields_of(resource: Resource) -> dict[str, Field]:
    known = _known.get()
    if not known:
        return resource.declared_fields
    return {
        name: field
        for name, field in resource.fields.items()
        if name in resource.declared_fields or (resource.slug, name) in known
    }
