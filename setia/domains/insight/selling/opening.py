"""What was sold, as arrays. Only in a process of its own: DuckDB and NumPy are large. No Django."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import numpy as np

from setia.domains.insight.warehouse.opened import Opened

BEGINNING = "DATE '0001-01-01'"
PERIOD = {
    "week": f"CAST((l.day - {BEGINNING}) // 7 AS BIGINT)",
    "month": "CAST(year(l.day) * 12 + month(l.day) - 1 AS BIGINT)",
}
"""The numbers that `demand.series.counted` gives to days."""


class Sold:
    """The tables `purchase_lines` and `parties`, as `source` describes them."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.as_of = date.fromisoformat(told["as_of"])
        if "marts" in told:
            self.db = Opened(told["marts"], threads=1).db
        else:
            self.db = _in_memory(told["lines"])

    def arrays(self, sql: str) -> dict[str, np.ndarray]:
        """The columns of the answer; what is missing is NaN in numbers."""
        found = self.db.execute(sql).fetchnumpy()
        return {name: _whole(values) for name, values in found.items()}

    def by_period(self, unit: str) -> dict[str, np.ndarray]:
        """`product`, `period` and `quantity` (net of what came back), up to the day as of which this is."""
        return self.arrays(
            f"SELECT l.product_id AS product, {PERIOD[unit]} AS period, "  # noqa: S608 (no word of it is anybody's)
            "CAST(SUM(l.quantity - COALESCE(l.returned, 0)) AS DOUBLE) / 1000 AS quantity FROM purchase_lines l "
            f"WHERE l.product_id IS NOT NULL AND l.day <= DATE '{self.as_of}' GROUP BY 1, 2 ORDER BY 1, 2"
        )


def _whole(values: Any) -> np.ndarray:
    if isinstance(values, np.ma.MaskedArray):
        return np.asarray(values.astype(float).filled(np.nan) if values.dtype.kind in "if" else values.filled(""))
    return np.asarray(values)


def _in_memory(lines: list[list[Any]]) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(config={"threads": 1, "memory_limit": "512MB"})
    columns: list[Any] = list(zip(*lines, strict=True)) if lines else [()] * 8
    product, party, sector, day, quantity, returned, value, cost = columns
    words = ["sector"]
    given = {
        "product_id": product, "party_id": party, "sector": sector, "day": day, "quantity": quantity,
        "returned": returned, "value": [-1 if one is None else one for one in value],
        "cost": [-1 if one is None else one for one in cost],
    }  # fmt: skip
    db.register("given", {
        name: np.array(values, dtype=object if name in words else np.int64) for name, values in given.items()
    })  # fmt: skip
    db.execute(
        "CREATE TABLE purchase_lines AS SELECT product_id, party_id, quantity, returned, "
        f"{BEGINNING} + CAST(day - 1 AS INTEGER) AS day, "
        "NULLIF(value, -1) AS value, NULLIF(cost, -1) AS cost FROM given"
    )
    db.execute(
        "CREATE TABLE parties AS SELECT party_id AS id, CAST(MIN(sector) AS VARCHAR) AS sector FROM given GROUP BY 1"
    )
    db.unregister("given")
    return db
