"""Everything that belongs to a record: by reference, by address, and as part of what does.

The tables say it themselves, so a noun that is added later is found without a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import CASCADE
from django.db.models.deletion import get_candidate_relations_to_delete

from setia.foundation.errors import NotFound
from setia.foundation.records import noun
from setia.kit.kinds import AnyRecord
from setia.kit.resources import Resource, registry

DEEPEST = 3
"""Parts of parts of what belongs to somebody; nothing here is nested further."""


@dataclass(frozen=True)
class Way:
    """Rows of `table` belong to a record whose number, or address, stands at `path`.

    `is_part`: they are parts of what belongs to it, such as the lines of an order.
    """

    table: type[models.Model]
    path: str
    by_address: bool = False
    is_part: bool = False

    @property
    def resource(self) -> Resource | None:
        try:
            return registry.of_noun(noun(self.table))
        except NotFound:
            return None

    def rows(self, noun_: str, ids: Sequence[int]) -> models.QuerySet[Any]:
        keys: Sequence[int | str] = [f"{noun_}:{id_}" for id_ in ids] if self.by_address else list(ids)
        return self.table._default_manager.filter(**{f"{self.path}__in": keys}).order_by("pk")

    def numbers(self, noun_: str, ids: Sequence[int]) -> list[int]:
        """Of the rows that belong to these records; a person may have many thousands, which are few as numbers."""
        return list(self.rows(noun_, ids).values_list("pk", flat=True))


def ways_to(model: type[models.Model]) -> list[Way]:
    """All ways on which rows belong to records of the table; parts come before what they are parts of."""
    found = list(_by_reference(model))
    for resource in registry.nouns().values():
        for field in resource.fields.values():
            if isinstance(field.kind, AnyRecord) and field.path in resource.column_names:
                found.append(Way(resource.model, field.path, by_address=True))
    parts: dict[tuple[type[models.Model], str], Way] = {}
    for way in found:
        for part in _parts_of(way, DEEPEST):
            parts.setdefault((part.table, part.path), part)
    return [*reversed(parts.values()), *found]


def _by_reference(model: type[models.Model]) -> Iterator[Way]:
    relations: Any = get_candidate_relations_to_delete(model._meta)
    for relation in relations:
        yield Way(relation.related_model, relation.field.attname)


def _parts_of(way: Way, depth: int) -> Iterator[Way]:
    if not depth or way.by_address:
        return
    relations: Any = get_candidate_relations_to_delete(way.table._meta)
    for relation in relations:
        if relation.field.remote_field.on_delete is CASCADE and relation.related_model is not way.table:
            part = Way(relation.related_model, f"{relation.field.name}__{way.path}", is_part=True)
            yield part
            yield from _parts_of(part, depth - 1)
