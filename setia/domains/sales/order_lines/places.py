"""Which line of its order a row of a file means, by its product or its place: files know no numbers of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.foundation import bulk
from setia.kit.changes import Change
from setia.kit.kinds import Field, Reference, Whole

PLACES = (
    Field("product", gettext_lazy("Product"), Reference("catalog.product"), "line__product_id", editable=False,
          aliases=("sku", "item", "article", "produit", "produk", "barang")),
    Field("position", gettext_lazy("Position"), Whole(0, 100_000), "line__position", editable=False,
          aliases=("line number", "ligne", "baris")),
)  # fmt: skip
"""Fields of what is a part of a line: shown from it, and read in files to find it."""

FILED = ("order", "line", "product", "position")
Asked = tuple[Any, Any, Any]
"""Order, product and place, as far as they were said."""


def find_lines(asked: Sequence[Asked]) -> dict[Asked, list[int]]:
    """The lines in use that fit; one question for all."""
    rows = OrderLine.objects.active().order_by("position", "id")
    lines: dict[int, list[tuple[int, Any, int]]] = defaultdict(list)
    orders = {order for order, _product, _position in asked if order}
    for order, id_, product, position in bulk.found(
        rows, "order_id", orders, "order_id", "id", "product_id", "position"
    ):
        lines[order].append((id_, product, position))
    return {
        (order, product, position): [
            id_ for id_, of, place in lines[order] if product in (None, of) and position in (None, place)
        ]
        for order, product, position in asked
    }  # fmt: skip


def settle_lines(changes: Sequence[Change]) -> None:
    """Changes that say order, product or place get their line, or are told why none fits."""
    said = {}
    for at, change in enumerate(changes):
        product, position = (change.extra.pop(name, None) for name in ("product", "position"))
        if (product, position) != (None, None) or not change.after.get("line_id"):
            said[at] = (change.after.get("order_id"), product, position)
    found = find_lines(list(said.values()))
    for at, one in said.items():
        fitting = found[one]
        if len(fitting) == 1:
            changes[at].after["line_id"] = fitting[0]
        elif not one[0]:
            changes[at].refuse("order", _("Say to which order it belongs."))
        elif fitting:
            changes[at].refuse("line", _("Several lines of the order fit. Say the position of the line."))
        else:
            changes[at].refuse("line", _("The order has no such line."))


def identified(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The same rows of a file with the line that they mean, where that is clear."""
    asked = [(row.get("order"), row.get("product"), row.get("position")) for row in rows]
    found = find_lines([one for one, row in zip(asked, rows, strict=True) if "line" not in row])
    return [
        {**row, "line": found[one][0]} if "line" not in row and len(found[one]) == 1 else row
        for one, row in zip(asked, rows, strict=True)
    ]
