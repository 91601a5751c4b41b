"""A process of its own that forecasts: what was sold goes in as a description, forecasts come out batch by batch.

For each of weeks and months a line that says of when it is, then a line for each batch of series. Where nothing has
changed since the round of which `digests` tell, the first line says so and nothing follows. No Django.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.choosing import Chosen, choose
from setia.domains.insight.demand.kinds import KINDS
from setia.domains.insight.demand.periods import SEASON, counted, dated
from setia.domains.insight.demand.reading import Forecast, reading
from setia.domains.insight.demand.series import demanded, first_sale
from setia.domains.insight.forecasts.bounds import HORIZON, KEPT_AHEAD, WINDOW
from setia.domains.insight.selling.opening import Sold

VERSION = 1
"""Counts up when the same sales would be answered differently."""

BATCH = 500


def answers(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """`products` on sale: segment and name by number; `all` the segment of every product; `digests` by unit."""
    sold = Sold(asked["sold"])
    for unit in ("week", "month"):
        yield from _of_unit(sold, unit, asked)


def _of_unit(sold: Sold, unit: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    last = counted(sold.as_of, unit) - 1
    keys, net = _series(sold.by_period(unit), last, WINDOW[unit], asked)
    quantities, returned = demanded(net)
    words = json.dumps([VERSION, last, keys, asked["products"]], sort_keys=True).encode()
    digest = sha256(words + np.ascontiguousarray(quantities).tobytes()).hexdigest()
    head = {"unit": unit, "digest": digest, "now": dated(last + 1, unit).isoformat(), "series": len(keys)}
    if asked["digests"].get(unit) == digest:
        yield {**head, "same": True}
        return
    yield head
    for start in range(0, len(keys), BATCH):
        part = slice(start, start + BATCH)
        chosen = choose(quantities[part], SEASON[unit], HORIZON[unit])
        yield {"unit": unit, "batch": [
            _told(chosen, line, key, float(returned[start + line]), unit, last) for line, key in enumerate(keys[part])
        ]}  # fmt: skip


def _series(
    found: dict[str, np.ndarray], last: int, window: int, asked: dict[str, Any]
) -> tuple[list[tuple[int, str]], np.ndarray]:
    """Products on sale and whole price segments of which anything was sold, and their net sales by period.

    A product is (its number, its segment), a segment (0, segment).
    """
    recent = (found["period"] > last - window) & (found["period"] <= last)
    product, period, quantity = (found[name][recent] for name in ("product", "period", "quantity"))
    begin = int(period.min()) if len(period) else last
    segments = {int(number): segment for number, segment in asked["all"].items()}
    on_sale = {int(number): told[0] for number, told in asked["products"].items()}
    there = sorted({int(one) for one in np.unique(product)} & on_sale.keys())
    whole = sorted({segments.get(int(one), "") for one in np.unique(product)} - {""})
    keys = [*((number, on_sale[number]) for number in there), *((0, segment) for segment in whole)]
    line_of = {number: line for line, number in enumerate(there)}
    line_of_segment = {segment: len(there) + line for line, segment in enumerate(whole)}
    net = np.zeros((len(keys), last - begin + 1))
    lines = np.array([line_of.get(int(one), -1) for one in product], dtype=int)
    also = np.array([line_of_segment.get(segments.get(int(one), ""), -1) for one in product], dtype=int)
    for to in (lines, also):
        used = to >= 0
        np.add.at(net, (to[used], (period[used] - begin).astype(int)), quantity[used])
    return keys, net


def _told(chosen: Chosen, line: int, key: tuple[int, str], returned: float, unit: str, last: int) -> dict[str, Any]:
    """What is kept of one series. Periods are dates; what is refused has no steps."""
    quantities = chosen.quantities[line]
    first = int(first_sale(quantities[None, :])[0])
    begin = last - len(quantities) + 1
    told: dict[str, Any] = {
        "product": key[0], "segment": key[1], "begin": dated(begin + first, unit).isoformat(),
        "history": [round(float(one), 3) for one in quantities[first:]],
        "figures": {"returned": round(returned, 3), "outliers": int(chosen.outliers[line]),
                    "gap": round(float(chosen.kinds.gap[line]), 4),
                    "variation": round(float(chosen.kinds.variation[line]) ** 0.5, 4)},
        "kind": KINDS[chosen.kinds.kind[line]],
    }  # fmt: skip
    try:
        found = reading(chosen, line)
    except TooLittle as refused:
        return {**told, "refused": refused.reason, "there": refused.there, "needed": refused.needed}
    return {**told, **_of_forecast(found, quantities, unit, begin)}


def _of_forecast(found: Forecast, quantities: np.ndarray, unit: str, begin: int) -> dict[str, Any]:
    last = begin + len(quantities) - 1
    steps = [
        [dated(last + 1 + at, unit).isoformat(), *_rounded(one.value, one.low, one.high)]
        for at, one in enumerate(found.steps)
    ]
    past = [
        [
            dated(begin + one.known, unit).isoformat(), dated(begin + one.known + one.ahead - 1, unit).isoformat(),
            one.ahead, *_rounded(one.said.value, one.said.low, one.said.high, float(quantities[one.known - 1])),
            round(one.came_true, 3),
        ]
        for one in found.past if one.ahead in KEPT_AHEAD[unit]
    ]  # fmt: skip
    return {
        "method": found.method, "form": found.form, "scores": found.scores, "steps": steps, "past": past,
        "held": sum(one.held for one in found.past), "of": len(found.past),
    }  # fmt: skip


def _rounded(*some: float) -> list[float]:
    return [round(float(one), 3) for one in some]


def main() -> None:
    for said in answers(json.load(sys.stdin)):
        print(json.dumps(said, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
