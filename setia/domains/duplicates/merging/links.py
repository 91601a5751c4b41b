"""What points at a party, in every table of every floor, and what of it cannot be moved to another one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.deletion import get_candidate_relations_to_delete

from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.errors import NotFound
from setia.foundation.records import noun
from setia.kit.resources import Resource, registry

Link = models.ForeignKey[Any, Any]


def links() -> Iterator[tuple[type[models.Model], Link]]:
    """Tables that refer to parties, with the column; pairs of parties are none of what belongs to them."""
    relations: Any = get_candidate_relations_to_delete(Party._meta)
    for relation in relations:
        if relation.related_model is not Pair:
            yield relation.related_model, relation.field


def resource_of(table: type[models.Model]) -> Resource | None:
    try:
        return registry.of_noun(noun(table))
    except NotFound:
        return None


def staying(table: type[models.Model], link: Link, ids: Collection[int], to: int) -> set[int]:
    """Those of the rows that cannot be moved to the party `to`: it has the same already, or would point at itself."""
    ids = set(ids)
    rows = table._default_manager.filter(pk__in=ids) if len(ids) < bulk.PORTION else table._default_manager.all()
    found: set[int] = set()
    for other in _other_links(table, link):
        found |= {id_ for (id_,) in rows.filter(**{other.attname: to}).values_list("pk")} & ids
    for condition, names in _unique_together(table, link):
        there = table._default_manager.filter(condition, **{link.attname: to})
        if names:
            taken = set(there.values_list(*names))
            mine = rows.filter(condition).values_list("pk", *names)
            found |= {pk for pk, *values in mine if pk in ids and tuple(values) in taken}
        elif there.exists():
            found |= ids
    return found


def _other_links(table: type[models.Model], link: Link) -> list[Link]:
    return [
        column
        for column in table._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column is not link and column.related_model is Party
    ]


def _unique_together(table: type[models.Model], link: Link) -> Iterator[tuple[Q, list[str]]]:
    """Rules by which a party has something only once: the condition, and the other columns that must differ."""
    if link.unique:
        yield Q(), []
    for names in table._meta.unique_together:
        if link.name in names:
            yield Q(), [name for name in names if name != link.name]
    for rule in table._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and link.name in rule.fields:
            yield rule.condition or Q(), [name for name in rule.fields if name != link.name]
