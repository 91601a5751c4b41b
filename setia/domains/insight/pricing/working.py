"""A process of its own that answers what prices do: what was sold goes in, answers come out batch by batch. No Django.

The price of a month is what was paid for a unit on average; a month in which nothing was sold had the price of the one
before. Products as a whole are drawn together, and so are their sectors, each among themselves.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.periods import counted
from setia.domains.insight.demand.prices.advising import advice
from setia.domains.insight.demand.prices.response import LEAST_PERIODS, Cell, Response, Responses, fit
from setia.domains.insight.selling.opening import PERIOD, Sold

VERSION = 1
WINDOW = 60
BATCH = 500
MOST_SECTORS = 5_000
"""Of sectors of products, those in which most months have a sale; the others would say little."""

LATELY = 3
RAISED = 0.1
"""What is said is said of a price so much higher."""

Key = tuple[int, str]


def answers(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """`products` on sale, by number; `digest` of the round before."""
    sold = Sold(asked["sold"])
    found = _monthly(sold)
    said = json.dumps([VERSION, asked["products"], str(sold.as_of)[:7]], sort_keys=True).encode()
    digest = sha256(said + b"".join(map(_bytes, found.values()))).hexdigest()
    if asked["digest"] == digest:
        yield {"digest": digest, "same": True}
        return
    yield {"digest": digest, "as_of": sold.as_of.isoformat()}
    last = counted(sold.as_of, "month") - 1
    on_sale = {int(number) for number in asked["products"]}
    whole = _cells(found, last, on_sale, by_sector=False)
    sectors = _cells(found, last, on_sale, by_sector=True)
    told = [*_told(whole, fit({key: one.cell for key, one in whole.items()})),
            *(one for one in _told(sectors, fit({key: one.cell for key, one in sectors.items()}))
              if not one.get("refused"))]  # fmt: skip
    for start in range(0, len(told), BATCH):
        yield {"batch": told[start : start + BATCH]}


def _bytes(values: np.ndarray) -> bytes:
    return "|".join(map(str, values)).encode() if values.dtype == object else np.ascontiguousarray(values).tobytes()


def _monthly(sold: Sold) -> dict[str, np.ndarray]:
    return sold.arrays(
        "SELECT l.product_id AS product, COALESCE(p.sector, '') AS sector, "  # noqa: S608 (no word of it is anybody's)
        f"{PERIOD['month']} AS period, "
        "CAST(SUM(l.quantity - COALESCE(l.returned, 0)) AS DOUBLE) / 1000 AS quantity, "
        "CAST(SUM(CASE WHEN l.value > 0 THEN l.quantity END) AS DOUBLE) / 1000 AS priced, "
        "CAST(SUM(CASE WHEN l.value > 0 THEN l.value END) AS DOUBLE) AS value, "
        "CAST(SUM(CASE WHEN l.cost >= 0 THEN l.quantity END) AS DOUBLE) / 1000 AS costed, "
        "CAST(SUM(CASE WHEN l.cost >= 0 THEN l.cost END) AS DOUBLE) AS cost "
        "FROM purchase_lines l LEFT JOIN parties p ON p.id = l.party_id "
        f"WHERE l.product_id IS NOT NULL AND l.day <= DATE '{sold.as_of}' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )


class One:
    """Months of one product, or of one in a sector: the cell, and the newest price and cost of a unit."""

    def __init__(self, months: int) -> None:
        self.quantity, self.priced, self.value = np.zeros(months), np.zeros(months), np.zeros(months)
        self.costed = self.cost = 0.0

    @property
    def prices(self) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.priced > 0, self.value / self.priced, np.nan)

    @property
    def cell(self) -> Cell:
        begin = int(np.flatnonzero(self.priced > 0)[0]) if (self.priced > 0).any() else len(self.priced)
        return Cell(self.prices[begin:], np.maximum(self.quantity[begin:], 0))  # type: ignore[arg-type]

    @property
    def price(self) -> float:
        """Of a unit on average in the last months with a sale: one odd order is not the price."""
        some = np.flatnonzero(self.priced > 0)[-LATELY:]
        return float(self.value[some].sum() / self.priced[some].sum()) if len(some) else float("nan")

    @property
    def unit_cost(self) -> float | None:
        return self.cost / self.costed if self.costed > 0 else None


def _cells(found: dict[str, np.ndarray], last: int, on_sale: set[int], *, by_sector: bool) -> dict[Key, One]:
    cells: dict[Key, One] = {}
    recent = np.flatnonzero((found["period"] > last - WINDOW) & (found["period"] <= last))
    for row in recent:
        product, sector = int(found["product"][row]), str(found["sector"][row])
        if product not in on_sale or (by_sector and not sector):
            continue
        one = cells.setdefault((product, sector if by_sector else ""), One(WINDOW))
        at = int(found["period"][row]) - (last - WINDOW + 1)
        one.quantity[at] += found["quantity"][row]
        one.priced[at] += np.nan_to_num(found["priced"][row])
        one.value[at] += np.nan_to_num(found["value"][row])
        if at >= WINDOW - 12:
            one.costed += float(np.nan_to_num(found["costed"][row]))
            one.cost += float(np.nan_to_num(found["cost"][row]))
    if not by_sector:
        return cells
    months = {key: int((one.priced > 0).sum()) for key, one in cells.items()}
    kept = sorted((key for key in cells if months[key] >= LEAST_PERIODS // 2), key=lambda key: (-months[key], key))
    return {key: cells[key] for key in kept[:MOST_SECTORS]}


def _told(cells: dict[Key, One], found: Responses) -> Iterator[dict[str, Any]]:
    for key, one in cells.items():
        told: dict[str, Any] = {"product": key[0], "sector": key[1]}
        if key in found.refused:
            why = found.refused[key]
            yield {**told, "refused": why.reason, "there": why.there, "needed": why.needed}
            continue
        response = found.of(key)
        yield {**told, **_of_response(response), **(_advised(response, one) if not key[1] else {})}


def _of_response(response: Response) -> dict[str, Any]:
    answer = response.answer()
    ends = (answer.value, answer.low, answer.high)
    effect = [100 * float(np.expm1(np.clip(one * np.log1p(RAISED), -20, 20))) for one in ends]
    return {
        "elasticity": [round(one, 3) for one in ends], "effect": [round(one, 1) for one in effect],
        "weight": round(100 * response.weight), "periods": response.periods,
        "lowest": round(response.lowest), "highest": round(response.highest),
    }  # fmt: skip


def _advised(response: Response, one: One) -> dict[str, Any]:
    price, cost = one.price, one.unit_cost
    told = {"price": round(price)} if np.isfinite(price) else {}
    if cost is None:
        return told
    try:
        found = advice(response, price, cost)
    except TooLittle:
        return told
    change = found.change
    return {
        **told, "move": found.move, "advised": round(found.price), "chance": round(100 * found.chance),
        "gain": [round(100 * one, 1) for one in (change.value, change.low, change.high)], "below_cost": cost >= price,
    }  # fmt: skip


def main() -> None:
    for said in answers(json.load(sys.stdin)):
        print(json.dumps(said, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
