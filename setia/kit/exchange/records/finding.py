"""Which records texts mean: by address, by number, by their exact title, or by their folded title.

A whole set of texts is looked up at once, in as many queries as there are ways to be known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.search.folding import KEY_LENGTH, readings
from setia.foundation.search.model import SearchKey, code_of
from setia.kit.exchange.plans.plan import text_keys
from setia.kit.kinds import Email, Field, ReadingContext
from setia.kit.resources import Resource

FEW = 5_000
"""Up to so many records, all titles of a noun are compared in memory."""

Known = dict[str, list[tuple[int, bool]]]
"""Text to the records it may mean: id, and whether the record is archived."""


@dataclass(slots=True)
class Found:
    """Texts that mean one record, and those that could mean several, with how many."""

    ids: dict[str, int] = field(default_factory=dict)
    ambiguous: dict[str, int] = field(default_factory=dict)

    def take(self, hits: Known) -> None:
        """A record in use comes before one that is put away; several in use leave the text open."""
        for text, records in hits.items():
            active = [id_ for id_, archived in records if not archived] or [id_ for id_, _archived in records]
            if len(active) == 1:
                self.ids[text] = active[0]
            else:
                self.ambiguous[text] = len(active)


def visible_rows(resource: Resource, by: Actor) -> QuerySet[Any]:
    may = by.access.may("see", resource.governing)
    return resource.rows(by.access) if may else resource.rows().none()


def find(resource: Resource, texts: Iterable[str], by: Actor) -> Found:
    """The records that these texts mean, among those the person may see, by fields they may know."""
    rows, found, open_ = visible_rows(resource, by).order_by(), Found(), set(texts)
    for hits in _ways(resource, rows, open_, by):
        found.take(hits)
        open_ -= hits.keys()
        if not open_:
            break
    return found


def _ways(resource: Resource, rows: QuerySet[Any], open_: set[str], by: Actor) -> Iterator[Known]:
    yield _by_address(resource, rows, open_)
    for key in text_keys(resource):
        if key.name != resource.title and not resource.hides(key.name, by.access):
            yield by_key(key, rows, open_)
    if resource.hides(resource.title, by.access):
        return
    yield by_column(resource.title, rows, {text: text for text in open_})
    yield by_folded_title(resource, rows, open_)


def _by_address(resource: Resource, rows: QuerySet[Any], texts: Iterable[str]) -> Known:
    wanted = {text: id_ for text in texts if (id_ := id_of_address(resource.noun, text))}
    return by_column("pk", rows, wanted) if wanted else {}


def id_of_address(noun: str, text: str) -> int | None:
    digits = text.removeprefix(f"{noun}:")
    is_one = digits != text and digits.isascii() and digits.isdigit() and len(digits) < 19
    return int(digits) if is_one else None


def by_key(key: Field, rows: QuerySet[Any], texts: Iterable[str]) -> Known:
    """Texts are brought into the form in which the key is kept (e-mail addresses in lower case)."""
    asked = [text for text in texts if "@" in text] if isinstance(key.kind, Email) else list(texts)
    read = key.kind.parse_column(asked, key, ReadingContext())
    wanted = {text: value for at, (text, value) in enumerate(zip(asked, read.values, strict=True))
              if at not in read.errors and text not in read.notices and value}  # fmt: skip
    return by_column(key.path, rows, wanted)


def by_column(path: str, rows: QuerySet[Any], wanted: dict[str, Any]) -> Known:
    """The records whose column has the value wanted for a text."""
    records: dict[Any, list[tuple[int, bool]]] = defaultdict(list)
    if all(type(value) is str and value for value in wanted.values()):
        # Said aloud, because an index over what is not empty is used only then.
        rows = rows.exclude(**{path: ""})
    for value, id_, archived_at in bulk.found(rows, path, wanted.values(), path, "pk", "archived_at"):
        records[value].append((id_, archived_at is not None))
    return {text: records[value] for text, value in wanted.items() if value in records}


def by_folded_title(resource: Resource, rows: QuerySet[Any], texts: set[str]) -> Known:
    """Without case, accents and punctuation: by the search index, or in memory where there are few."""
    if not texts:
        return {}
    by_reading: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        by_reading[readings(text)[0]].append(text)
    by_reading.pop("", None)
    hits: Known = defaultdict(list)
    for id_, title, archived_at in _titles(resource, rows, by_reading):
        for text in by_reading.get(readings(str(title))[0], ()):
            hits[text].append((id_, archived_at is not None))
    return dict(hits)


def _titles(resource: Resource, rows: QuerySet[Any], folded: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    names = ("pk", resource.title, "archived_at")
    if not resource.search_paths:
        few = list(rows.values_list(*names)[: FEW + 1])
        return iter(few if len(few) <= FEW else ())
    filed = SearchKey.objects.filter(noun_code=code_of(resource.noun))
    keys = [reading[: KEY_LENGTH - 4].strip() for reading in folded]
    ids = {id_ for (id_,) in bulk.found(filed, "key", keys, "record_id")}
    return bulk.found(rows, "pk", ids, *names)
