"""How far down the price of a line may go, and which floor says so."""

from __future__ import annotations

from typing import Any

from setia.domains.sales.margin_floors.finding import floors_of
from setia.domains.sales.offers.adding_up import floor_of_line
from setia.domains.sales.offers.line import OfferLine


def fill_floors(rows: list[dict[str, Any]]) -> None:
    """A page of lines at once, with the floors as they are now."""
    lines = OfferLine.objects.in_bulk([row["id"] for row in rows])
    floors = floors_of(line.product_id for line in lines.values())
    for row in rows:
        if line := lines.get(row["id"]):
            floor = floors.of(line.product_id)
            row.update(floor=floor_of_line(line, floors), floor_percent=floor.percent, floor_from=floor.words)
            row.setdefault("currency", line.currency)
