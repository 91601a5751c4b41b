"""Erasing records for good, with their parts, as far as nothing else needs them.

What the declarations of the tables say about a row that goes (its parts go along, it is needed, it is
forgotten) is asked and done for all rows at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db import models
from django.db.models import CASCADE, DO_NOTHING, PROTECT, RESTRICT, SET_NULL
from django.db.models.deletion import get_candidate_relations_to_delete

from setia.foundation import bulk
from setia.kit.marts.touching import touched
from setia.kit.resources import registry

Link = models.ForeignKey[Any, Any]


def erase(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Delete these rows and what belongs to them; says which are gone. Those that are needed stay untouched.

    Call inside a transaction in which the rows are locked.
    """
    gone = set(ids) - _needed(model, ids)
    if gone:
        _erase(model, gone)
    return gone


def _links(model: type[models.Model]) -> Iterator[tuple[Any, type[models.Model], Link]]:
    """What points at rows of the table: what becomes of it when they go, its table, and the column."""
    relations: Any = get_candidate_relations_to_delete(model._meta)
    for relation in relations:
        link = relation.field
        if relation.on_delete not in (CASCADE, DO_NOTHING, PROTECT, RESTRICT, SET_NULL):
            raise NotImplementedError(f"{link}: rows that point at what is erased cannot be dealt with")
        yield relation.on_delete, link.model, link


def _needed(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Of these rows those that something needs, or whose parts are needed."""
    needed: set[int] = set()
    for then, table, link in _links(model):
        if then in (PROTECT, RESTRICT):
            needed.update(id_ for (id_,) in _pointing(table, link, ids, link.attname))
        elif then is CASCADE and any(_links(table)):
            wholes = dict(_pointing(table, link, ids, "pk", link.attname))
            needed.update(wholes[part] for part in _needed(table, wholes))
    return needed


def _erase(model: type[models.Model], ids: Collection[int]) -> None:
    for then, table, link in _links(model):
        if then is CASCADE and any(_links(table)):
            _erase(table, {part for (part,) in _pointing(table, link, ids, "pk")})
        elif then is CASCADE:
            touched(table, partial(_numbers, table, link, ids))
            bulk.delete(table, link.attname, ids)
        elif then is SET_NULL:
            touched(table, partial(_numbers, table, link, ids))
            table._default_manager.filter(**{f"{link.attname}__in": list(ids)}).update(**{link.attname: None})
    declared = {resource.model: resource for resource in registry.nouns().values()}.get(model)
    if declared:
        declared.erased(sorted(ids))
    touched(model, lambda: ids)
    bulk.delete(model, "id", ids)


def _pointing(table: type[models.Model], link: Link, ids: Collection[int], *names: str) -> Iterator[tuple[Any, ...]]:
    return bulk.found(table._default_manager.order_by(), link.attname, ids, *names)


def _numbers(table: type[models.Model], link: Link, ids: Collection[int]) -> set[int]:
    return {number for (number,) in _pointing(table, link, ids, "pk")}
