"""Documents that are made of a record when somebody asks for them: an archive, a proof to print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.resources import Resource
from setia.kit.seeing import one_visible

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Paper:
    """`make` makes the document for whoever may use the verb `right`; that it was taken is told as `fact`."""

    name: str
    label: Words
    icon: str
    right: str
    fact: str
    make: Callable[[Any, Actor], Document]
    when: Callable[[Any], bool] = lambda record: True


_papers: dict[str, dict[str, Paper]] = defaultdict(dict)


def add(noun: str, paper: Paper) -> None:
    """Offer a document on the page of every record of a noun."""
    _papers[noun][paper.name] = paper


def papers_of(resource: Resource) -> dict[str, Paper]:
    return dict(_papers.get(resource.noun, {}))


def offered(resource: Resource, record: Any, by: Actor) -> list[Paper]:
    """The documents that this person may take of the record as it is."""
    return [p for p in papers_of(resource).values() if by.access.may(p.right, resource.governing) and p.when(record)]


def made(resource: Resource, record_id: int, name: str, by: Actor) -> Document:
    """The document, and the fact that it was taken by somebody. NotFound where there is none for this person."""
    record = one_visible(resource, record_id, by.access)
    paper = next((paper for paper in offered(resource, record, by) if paper.name == name), None)
    if paper is None:
        raise NotFound()
    document = paper.make(record, by)
    fact = ledger.Fact(
        paper.fact, resource.noun, record.pk, getattr(record, resource.story, None) if resource.story else None,
        record.version, resource.title_of(record), data={"format": document.name.rpartition(".")[2]},
    )  # fmt: skip
    with transaction.atomic():
        ledger.record([fact], by)
    return document
