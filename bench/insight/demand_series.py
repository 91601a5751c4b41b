"""Series of demand to measure with: simulated ones of which the truth is known, and what was sold in public data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np

from setia.domains.insight.demand.series import panel

PERIODS, AHEAD = 156, 8


def regular(many: int, seed: int = 1) -> np.ndarray:
    """Levels that wander, with trends, a year of random phase and strength, half of it growing with the level."""
    dice = np.random.default_rng(seed)
    when = np.arange(PERIODS + AHEAD)
    level = 60 + np.cumsum(dice.normal(0, dice.uniform(0, 2, (many, 1)), (many, len(when))), axis=1)
    level = level + dice.normal(0, 0.2, (many, 1)) * when
    year = dice.uniform(0, 0.4, (many, 1)) * np.sin(2 * np.pi * (when / 52 + dice.random((many, 1))))
    level = np.where(np.arange(many)[:, None] % 2, level * (1 + year), level + 60 * year)
    return dice.poisson(np.maximum(level, 0.1) * dice.gamma(20, 1 / 20, level.shape)).astype(float)


def now_and_then(many: int, seed: int = 2) -> np.ndarray:
    """One demand in 1.5 to 20 weeks, of geometric, Poisson or always equal sizes; a tenth of them fades away."""
    dice = np.random.default_rng(seed)
    shape = (many, PERIODS + AHEAD)
    chance = 1 / dice.uniform(1.5, 20, (many, 1)) * np.ones(shape)
    fading = dice.random(many) < 0.1
    chance[fading] *= np.exp(-np.arange(shape[1]) / 100)
    mean = dice.uniform(1, 12, (many, 1)) * np.ones(shape)
    sizes = np.stack([dice.geometric(1 / mean), 1 + dice.poisson(mean - 1), np.rint(mean)])
    kind = dice.integers(3, size=many)
    return (dice.random(shape) < chance) * sizes[kind, np.arange(many)].astype(float)


def cdnow(folder: Path) -> Iterator[tuple[str, date, str, float]]:
    """(customer, day, price segment, quantity) of CDNOW's customers."""
    with (folder / "cdnow.csv").open() as file:
        for row in csv.DictReader(file):
            number = max(float(row["quantity"]), 1.0)
            segment = f"{min(int(float(row['price']) / number / 2) * 2, 30):02d}"
            yield row["customer_id"], date.fromisoformat(row["date"]), segment, float(row["quantity"])


def public(folder: Path) -> dict[str, np.ndarray]:
    """Weekly series of whole weeks: CDNOW by customer (six purchases or more in the first 60 weeks) and by price
    segment, and what a seller of hardware won by product and agent."""
    rows = list(cdnow(folder))
    until = date(1998, 6, 29)
    people = panel(((customer, day, number) for customer, day, _segment, number in rows), "week", until)
    many = (people.quantities[:, : 78 - AHEAD] > 0).sum(axis=1) >= 6
    segments = panel(((segment, day, number) for _customer, day, segment, number in rows), "week", until)
    with (folder / "b2b" / "sales_pipeline.csv").open() as file:
        won = [
            (
                (row["product"], row["sales_agent"].split()[0]),
                datetime.strptime(row["close_date"], "%m/%d/%Y").date(),
                1.0,
            )
            for row in csv.DictReader(file)
            if row["deal_stage"] == "Won"
        ]
    deals = panel(won, "week", date(2018, 1, 1))
    return {
        "CDNOW by customer": people.quantities[many],
        "CDNOW by price": segments.quantities,
        "hardware won": deals.quantities,
    }
