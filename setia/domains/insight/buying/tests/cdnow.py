"""The purchases at CDNOW, and those of the 2,357 customers of the papers (tests/data/README.md)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from setia.domains.insight.buying.summaries import Summary, summarised

DATA = Path(__file__).resolve().parents[5] / "tests" / "data"


def day_of(date: str) -> int:
    return int(np.datetime64(date).astype("datetime64[D]").astype(int))


LEARNT, TESTED = day_of("1997-09-30"), day_of("1998-06-30")
"""Last days of weeks 39 and 78."""


@cache
def purchases() -> tuple[Any, Any, Any]:
    """Customers, days and cents of the sample."""
    with (DATA / "cdnow.csv").open() as file:
        rows = [
            (int(row["customer_id"]), row["date"], round(float(row["price"]) * 100)) for row in csv.DictReader(file)
        ]
    chosen = np.loadtxt(DATA / "cdnow_sample.csv", skiprows=1, dtype=np.int64)
    customer, date, cents = (np.array(column) for column in zip(*rows, strict=True))
    kept = np.isin(customer, chosen)
    return customer[kept], date[kept].astype("datetime64[D]").astype(np.int64), cents[kept]


@cache
def summary() -> Summary:
    return summarised(*purchases(), as_of=LEARNT)
