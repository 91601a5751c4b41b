"""Own fields in tests: defined, and at once in force."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TestCase

from setia.foundation.access import Actor
from setia.kit import verbs
from setia.kit.kinds import Field
from setia.kit.own.indexing import bring_in_line
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from tests.acting import SETIA

EXAMPLES: dict[str, dict[str, Any]] = {
    "text": {"label": "Card number"},
    "long_text": {"label": "Story"},
    "whole": {"label": "Loyalty points"},
    "number": {"label": "Discount"},
    "amount": {"label": "Credit limit", "currency": "EUR"},
    "flag": {"label": "Parking space"},
    "day": {"label": "Customer since"},
    "moment": {"label": "Last audit"},
    "choice": {"label": "Level", "listed": "Bronze\nSilver\nGold"},
    "choices": {"label": "Colours", "listed": "Red\nGreen\nBlue"},
    "email": {"label": "Second address", "purpose": "To reach them"},
    "phone": {"label": "Fax number", "purpose": "To send faxes"},
    "link": {"label": "Profile page"},
    "reference": {"label": "Favourite product", "refers_to": "catalog.product"},
    "staff": {"label": "Visited by"},
}
"""One field of every kind, as somebody would define it."""


def define(kind: str = "text", by: Actor = SETIA, *, noun: str = "parties.party", **values: Any) -> OwnField:
    """A field that is in force, with its index if it is searched by."""
    given = {"noun": noun, "kind": kind, **EXAMPLES.get(kind, {}), **values}
    return in_force(verbs.create, registry["own-fields"], given, by)


def redefine(defined: OwnField, by: Actor = SETIA, **values: Any) -> OwnField:
    return in_force(lambda: verbs.change(registry["own-fields"], [defined.pk], values, by))


def in_force(call: Any, *arguments: Any) -> OwnField:
    """What a call defined or changed, after everybody has heard of it and the jobs have run."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        pk = call(*arguments).ids[0]
    connection.check_constraints()
    if OwnField.objects.get(pk=pk).index_state == "waiting":
        with TestCase.captureOnCommitCallbacks(execute=True):
            bring_in_line.call(pk)
    return OwnField.objects.get(pk=pk)


def field(defined: OwnField, slug: str = "parties") -> Field:
    return registry[slug].fields[defined.name]
