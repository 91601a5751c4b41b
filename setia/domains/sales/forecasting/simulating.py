"""What open opportunities will bring, simulated: run as a process of its own, so that NumPy is in nobody else's memory.

Reads {"seed", "spread": {"all", "month"}, "deals": [{"months": [...], "amounts": [...]}, ...], "groups": [[deal, ...]]}
from standard input: `months` is the probability to be won by the end of each month, `amounts` one known value, or
values of others of which one is drawn. Writes for every group and month, and for all months together, the mean and the
10 % and 90 % quantiles. The same question has the same answer.

In each of `DRAWS` futures every opportunity is won in one month or not at all. Two things are common to all of them in
a future: how good the time is as a whole, and how good each month is. Without these the many small chances would
cancel each other out, and intervals would be far too narrow.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

DRAWS = 1_000
LOW, HIGH = 10, 90
MOST = 0.98


def simulated(asked: dict[str, Any]) -> list[list[list[int]]]:
    random = np.random.default_rng(asked["seed"])
    months = len(asked["deals"][0]["months"]) if asked["deals"] else 0
    luck = _luck(random, asked["spread"], months)
    when = np.empty((len(asked["deals"]), DRAWS), dtype=np.uint8)
    worth = np.empty((len(asked["deals"]), DRAWS))
    for number, deal in enumerate(asked["deals"]):
        chances = np.diff(np.concatenate([[0.0], deal["months"]])).clip(0)
        reached = np.minimum(np.cumsum(chances * luck, axis=1), MOST)
        when[number] = (random.random(DRAWS)[:, None] >= reached).sum(axis=1)
        amounts = np.asarray(deal["amounts"], dtype=float)
        drawn = random.integers(0, len(amounts), DRAWS) if len(amounts) > 1 else 0
        worth[number] = amounts[drawn]
    return [_of_group(group, when, worth, months) for group in asked["groups"]]


def _luck(random: Any, spread: dict[str, float], months: int) -> Any:
    """Factors with mean 1, by future and month: log-normal, common and of the month."""
    common = random.normal(0.0, spread["all"], (DRAWS, 1)) - spread["all"] ** 2 / 2
    monthly = random.normal(0.0, spread["month"], (DRAWS, months)) - spread["month"] ** 2 / 2
    return np.exp(common + monthly)


def _of_group(group: list[int], when: Any, worth: Any, months: int) -> list[list[int]]:
    """A line for each month, then one for all: mean, low, high."""
    total, each = np.zeros((DRAWS, months + 1)), np.arange(DRAWS)
    for number in group:
        total[each, when[number]] += worth[number]
    columns = np.column_stack([total[:, :months], total[:, :months].sum(axis=1)])
    low, high = np.percentile(columns, [LOW, HIGH], axis=0)
    return np.rint(np.column_stack([columns.mean(axis=0), low, high])).astype(int).tolist()


if __name__ == "__main__":
    json.dump(simulated(json.load(sys.stdin)), sys.stdout)
