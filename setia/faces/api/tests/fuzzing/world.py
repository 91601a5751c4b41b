"""A record of every kind that somebody owns, and one that nobody else may see, marked by a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from setia.faces.api.tests.fuzzing.asking import MARKER
from setia.foundation.access import system
from setia.foundation.staff.models import Staff
from setia.kit import conformance, verbs
from setia.kit.kinds import LongText, Text
from setia.kit.resources import Resource, registry
from setia.kit.saved_views import SavedView


@dataclass
class World:
    """Numbers of records by noun: those that `owner` has, and those of somebody else."""

    owned: dict[str, list[int]] = field(default_factory=dict)
    anothers: dict[str, list[int]] = field(default_factory=dict)


def made(owner: Staff, other: Staff) -> World:
    world = World()
    for noun in registry:
        if noun.creatable and not noun.only:
            world.owned.setdefault(noun.noun, []).append(one(noun, owner, 1))
            if getattr(noun.model, "owner_path", None):
                world.anothers.setdefault(noun.noun, []).append(one(noun, other, 2, marked=True))
    view = {"resource": "companies", "name": MARKER, "owner": other}
    now = system("demo").at
    world.anothers["views"] = [SavedView.objects.create(**view, created_at=now, updated_at=now).pk]
    return world


def one(noun: Resource, owner: Staff, number: int, *, marked: bool = False) -> int:
    values = conformance.sample(noun, system("demo"), number)
    if marked:
        values |= {name: mark(values[name]) for name in values if is_text(noun, name)}
    pk = verbs.create(noun, values, system("demo")).ids[0]
    give(noun, pk, owner)
    return pk


def mark(text: str) -> str:
    return f"{MARKER}@setia.example" if "@" in text else MARKER


def is_text(noun: Resource, name: str) -> bool:
    return name in noun.fields and type(noun.fields[name].kind) in (Text, LongText)


def give(noun: Resource, pk: int, owner: Staff) -> None:
    """The record, or the whole that it is a part of, belongs to this person."""
    path = getattr(noun.model, "owner_path", None)
    if not path:
        return
    record: Any = noun.model._default_manager.get(pk=pk)
    *wholes, attribute = path.split("__")
    for whole in wholes:
        record = getattr(record, whole)
    type(record)._default_manager.filter(pk=record.pk).update(**{attribute: owner})
