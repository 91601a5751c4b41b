"""Figures: how many, or how much, of which records — and always the way back to those records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum, Value
from django.utils.translation import gettext as _

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Malformed
from setia.kit.kinds import Amount, Field, Number, Whole
from setia.kit.lists import Listing
from setia.kit.resources import Resource

ADDED = (Amount, Number, Whole)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a measure: the group it stands for, how many records, and their total in a currency.

    `total` is in minor units for money and exact for other numbers. A group with amounts in several
    currencies gives a cell for each of them: they are never added up.
    """

    group: Any
    count: int
    total: int | Decimal | None
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
    return measure_list(Listing(resource, by, where=where, columns=()), total=total, group=group)


def measure_list(listing: Listing, *, total: str = "", group: str = "") -> Sequence[Cell]:
    """The same over the records of a list, which may also be searched."""
    readable = listing.resource.readable(listing.by.access)
    for name in (total, group):
        if name and name not in readable:
            raise Malformed(_("There is no field “%(name)s”.") % {"name": name[:60]}, field=name)
    if group and not may_group(readable[group]):
        raise Malformed(_("Records cannot be grouped by “%(name)s”.") % {"name": group}, field="group")
    if total and not may_add(readable[total]):
        raise Malformed(_("“%(name)s” cannot be added up.") % {"name": total}, field="total")
    keys = [readable[group].path] if group else []
    currency = _currency_of(readable[total]) if total else ""
    fixed = getattr(readable[total].kind, "fixed", "") if total else ""
    keys += [currency] if currency else []
    # Named as no column is: records may be grouped by the very field that is called "total".
    sums: dict[str, Any] = {"how_many": Count("*")}
    if total:
        sums["how_much"] = Sum(readable[total].path)
    # What is not grouped is one group all the same, and has a cell even when there is nothing in it.
    alike = {} if keys else {"all_of_it": Value(1)}
    rows = listing.chosen.ask(
        ("measure", tuple(keys), total),
        lambda rows: rows.order_by().annotate(**alike).values(*keys, *alike).annotate(**sums).values_list(*keys, *sums),
    )
    found = [dict(zip((*keys, *sums), row, strict=True)) for row in rows]
    return _one_for_each_currency(
        Cell(
            row[keys[0]] if group else None,
            row["how_many"],
            _exact(readable[total], row["how_much"]) if total else None,
            (row[currency] or our_company().currency) if currency else fixed,
        )
        for row in found or ([] if keys else [{"how_many": 0, "how_much": 0}])
    )


def _one_for_each_currency(cells: Iterable[Cell]) -> Sequence[Cell]:
    """Amounts that name no currency are in ours: they join the cell of those that name it."""
    found: dict[tuple[Any, str], Cell] = {}
    for cell in cells:
        place = (cell.group, cell.currency)
        if other := found.get(place):
            total = (other.total or 0) + (cell.total or 0)
            cell = replace(cell, count=other.count + cell.count, total=total)
        found[place] = cell
    return list(found.values())


def may_group(field: Field) -> bool:
    """Whether records share the field's values one by one: columns that can be compared."""
    is_column = bool(field.path and not field.many and not field.compute)
    return is_column and "=" in field.kind.operators and not field.quotes


def may_add(field: Field) -> bool:
    """Whether the values of the field can be added up: numbers and amounts that stand in a column."""
    return bool(field.path and isinstance(field.kind, ADDED) and not field.many and not field.compute)


def _currency_of(field: Field) -> str:
    """Where the currency of the field's amounts stands; nowhere if it is not money."""
    return field.kind.currency_path(field) if isinstance(field.kind, Amount) else ""


def _exact(field: Field, total: Any) -> int | Decimal:
    """What the database added up, with the places that the field has."""
    if not isinstance(field.kind, Number):
        return int(total or 0)
    return Decimal(total or 0).quantize(Decimal(1).scaleb(-field.kind.places))
