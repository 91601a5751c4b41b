"""Whoever supplies something is a vendor."""

from __future__ import annotations

from collections.abc import Iterable

from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write


def make_vendors(ids: Iterable[int], by: Actor) -> None:
    """Parties that are vendors already stay as they are."""
    new = [id_ for (id_,) in bulk.found(Party.objects.filter(is_vendor=False), "pk", ids, "pk")]
    parties = registry.of_noun("parties.party")
    changes = changes_of(parties, new)
    for change in changes:
        change.after["is_vendor"] = True
    if changes:
        write(parties, changes, by)
