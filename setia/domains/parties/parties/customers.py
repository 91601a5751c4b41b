"""Whoever buys is a customer; the domains above say who bought."""

from __future__ import annotations

from collections.abc import Iterable

from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write


def make_customers(ids: Iterable[int], by: Actor) -> None:
    """Parties that are customers already stay as they are."""
    new = [id_ for (id_,) in bulk.found(Party.objects.filter(is_customer=False), "pk", ids, "pk")]
    parties = registry.of_noun("parties.party")
    changes = changes_of(parties, new)
    for change in changes:
        change.after.update(is_customer=True, is_prospect=False)
    if changes:
        write(parties, changes, by, fact="party.became_customer")
