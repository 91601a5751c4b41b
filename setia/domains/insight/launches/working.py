"""A process of its own that plans launches, and counts what came of them. No Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.launch.asking import Bought
from setia.domains.insight.demand.launch.diffusion import fit
from setia.domains.insight.demand.launch.planning import Analogue, Plan, plan
from setia.domains.insight.demand.periods import counted, dated
from setia.domains.insight.selling.opening import PERIOD, Sold

MONTH = "month"


def answers(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """For each of `launches` a line: what may be bought by month, and, of what is on sale, what was."""
    sold = Sold(asked["sold"])
    for one in asked["launches"]:
        said: dict[str, Any] = {"launch": one["launch"], "as_of": sold.as_of.isoformat()}
        if one.get("product") and one.get("starts_on"):
            said["came"] = _came(sold, one["product"], date.fromisoformat(one["starts_on"]))
        if one.get("is_planned"):
            said |= _planned(sold, one)
        yield said


def _planned(sold: Sold, one: dict[str, Any]) -> dict[str, Any]:
    analogues = [Analogue(told["name"], first_purchases(sold, told["product"]), told["expected"])
                 for told in one["analogues"]]  # fmt: skip
    tests = [Bought(price, shown, bought) for price, shown, bought in one["tests"]]
    left_out = [[analogue.name, *why] for analogue in analogues if (why := _says_too_little(analogue))]
    try:
        found = plan(analogues, one["market"] or 0, (one["having"], one["asked"]), tests,
                     float(one["price"] or 0), one["months"])  # fmt: skip
    except TooLittle as refused:
        return {"refused": [refused.reason, refused.there, refused.needed], "left_out": left_out}
    return {"plan": {**_rows(found), "left_out": left_out}}


def _rows(found: Plan) -> dict[str, Any]:
    return {
        "months": [_ends(one) for one in found.periods], "total": [_ends(one) for one in found.total],
        "ever": _ends(found.ever), "peak": [round(float(one), 1) for one in astuple(found.peak)],
        "reasons": [[one.name, dict(one.figures)] for one in found.reasons],
    }  # fmt: skip


def _ends(one: Any) -> list[int]:
    return [round(end) for end in astuple(one)]


def _says_too_little(analogue: Analogue) -> list[Any]:
    try:
        fit(analogue.bought)
    except TooLittle as why:
        return [why.reason, why.there, why.needed]
    return []


def first_purchases(sold: Sold, product: int) -> list[float]:
    """How many bought it for the first time, by month from the first sale to the last month that is over."""
    found = _first_by_month(sold, product)
    last = counted(sold.as_of, MONTH) - 1
    months, buyers = found["period"].astype(int), found["buyers"]
    begin = int(months.min()) if len(months) else last + 1
    counts = np.zeros(max(last - begin + 1, 0))
    over = months <= last
    counts[months[over] - begin] = buyers[over]
    return [float(one) for one in counts]


def _came(sold: Sold, product: int, starts_on: date) -> list[list[Any]]:
    """The same since it is on sale, as (month, buyers); months without any are there as well."""
    found = _first_by_month(sold, product)
    first, last = counted(starts_on, MONTH), counted(sold.as_of, MONTH) - 1
    known = dict(zip(found["period"].astype(int).tolist(), found["buyers"].astype(int).tolist(), strict=True))
    return [[dated(month, MONTH).isoformat(), known.get(month, 0)] for month in range(first, last + 1)]


def _first_by_month(sold: Sold, product: int) -> dict[str, np.ndarray]:
    return sold.arrays(
        f"SELECT {PERIOD[MONTH]} AS period, COUNT(*) AS buyers FROM ("  # noqa: S608 (a number and a day of ours)
        "SELECT party_id, MIN(day) AS day FROM purchase_lines "
        f"WHERE product_id = {int(product)} AND party_id IS NOT NULL AND quantity > COALESCE(returned, 0) "
        f"AND day <= DATE '{sold.as_of}' GROUP BY party_id) l GROUP BY 1 ORDER BY 1"
    )


def main() -> None:
    for said in answers(json.load(sys.stdin)):
        print(json.dumps(said, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
