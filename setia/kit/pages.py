"""Pages of a record that a domain makes by hand: it gives a template and what stands in it, every face of people
shows it beside the record. What such a page posts are verbs and changes of records, as everywhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible

Words = str | Promise

TAKEN = frozenset({"alike", "beside", "cell", "do", "edit", "history", "network", "new", "papers"})
"""What stands behind the number of a record in addresses already."""


@dataclass(frozen=True)
class RecordPage:
    """`template` lies in the domain's `templates/<domain>/`; where a file `_name.html` lies beside it, that is the
    part of the page that is drawn again when a record has changed.

    `context` is asked with the record and the reader, and tells no more than this reader may know. `parameters` are
    what the address may ask for; they are handed to `context` by name. `opens` makes it the page that leads on
    from the record's head. `may` says who is offered it at all.
    """

    name: str
    label: Words
    icon: str
    template: str
    context: Callable[..., dict[str, Any]]
    when: Callable[[Any], bool] = lambda record: True
    parameters: tuple[str, ...] = ()
    opens: bool = False
    may: Callable[[Actor], bool] = lambda by: True


_pages: dict[str, dict[str, RecordPage]] = defaultdict(dict)


def add(noun: str, page: RecordPage) -> None:
    """Offer a page at every record of a noun."""
    if page.name in TAKEN or page.name in _pages[noun]:
        raise LookupError(f"{noun} has a page called {page.name} already")
    _pages[noun][page.name] = page


def offered(resource: Resource, record: Any, by: Actor) -> list[RecordPage]:
    """The pages that make sense for the record as it is, and for this person."""
    return [page for page in _pages.get(resource.noun, {}).values() if page.may(by) and page.when(record)]


def one(resource: Resource, record_id: int, name: str, by: Actor) -> tuple[RecordPage, Any]:
    """The page and the record. NotFound where there is none for this person."""
    page = _pages.get(resource.noun, {}).get(name)
    if page is None or not page.may(by):
        raise NotFound()
    record = one_visible(resource, record_id, by.access)
    if not page.when(record):
        raise NotFound()
    return page, record
