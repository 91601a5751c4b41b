"""Figures: how many, or how much, of which records — and always the way back to those records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed
from setia.kit.kinds import Amount
from setia.kit.lists import Listing
from setia.kit.resources import Resource


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a measure: the group it stands for, how many records, and their total in a currency.

    `total` is in minor units for money. A group with several currencies gives several cells.
    """

    group: Any
    count: int
    total: int | None
    currency: str


def measure(
    resource: Resource,
    by: Actor,
    *,
    where: conditions.Condition = conditions.EVERYTHING,
    total: str = "",
    group: str = "",
) -> Sequence[Cell]:
    """Count records, and add up the field `total`, by the field `group`, over what the person may see."""
    listing = Listing(resource, by, where=where, columns=())
    readable = resource.readable(by.access)
    for name in (total, group):
        if name and name not in readable:
            raise Malformed(_("There is no field “%(name)s”.") % {"name": name[:60]}, field=name)
    keys = [readable[group].path] if group else []
    money = bool(total) and isinstance(readable[total].kind, Amount)
    keys += ["currency"] if money else []
    sums: dict[str, Any] = {"count": Count("pk")}
    if total:
        sums["total"] = Sum(readable[total].path)
    rows = listing.records.order_by().values(*keys).annotate(**sums) if keys else [listing.records.aggregate(**sums)]
    return [
        Cell(
            row[keys[0]] if group else None,
            row["count"],
            None if not total else int(row["total"] or 0),
            row["currency"] if money else "",
        )
        for row in rows
    ]
