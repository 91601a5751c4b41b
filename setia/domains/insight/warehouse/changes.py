"""What the ledger told since a position, as rows of marts that are read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Max

from setia.foundation.ledger import Entry
from setia.kit.marts import Mart, Touched, rows_following

RATES = "organisation.exchangerate"
TOO_MANY = 200_000
"""After so many entries everything is read again: that is quicker than asking which rows they are about."""


@dataclass
class Changes:
    """By mart the numbers of its rows. `untold` are the records of what the ledger does not tell, which go when they
    were dealt with. `rates` are currencies of which a rate changed."""

    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    untold: list[int] = field(default_factory=list)
    rates: bool = False
    everything: bool = False


def newest() -> int:
    return Entry.objects.aggregate(newest=Max("id"))["newest"] or 0


def since(position: int, until: int, marts: Collection[Mart]) -> Changes:
    found = Changes()
    _add_untold(found, marts)
    if until - position > TOO_MANY:
        found.everything = True
        return found
    told: dict[str, set[int]] = defaultdict(set)
    rows = Entry.objects.filter(pk__gt=position, pk__lte=until).order_by("pk")
    for noun, record in rows.values_list("noun", "record_id").iterator(chunk_size=10_000):
        told[noun].add(record)
    found.rates = RATES in told
    for mart in marts:
        if mart.told is not None:
            found.rows[mart.name].update(mart.told(position, until))
        elif mart.noun in told:
            found.rows[mart.name] |= told[mart.noun]
        for follow in mart.follows:
            if follow.noun in told:
                found.rows[mart.name] |= rows_following(mart, follow, told[follow.noun])
    return found


def _add_untold(found: Changes, marts: Collection[Mart]) -> None:
    names = {mart.name for mart in marts}
    for pk, mart, first, last in Touched.objects.order_by("pk").values_list("pk", "mart", "first", "last"):
        found.untold.append(pk)
        if mart in names:
            found.rows[mart].update(range(first, last + 1))
