"""In a process of its own: what was learnt as one line of JSON, then the scores, some thousands in each line.

python -m setia.domains.insight.scores.reckoning.child < told.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from setia.domains.insight.scores.reckoning.learning import Learnt, learn
from setia.domains.insight.scores.reckoning.purchases import Bought, read
from setia.domains.insight.scores.reckoning.saying import Columns, each, totals

PORTION = 2_000
WHOLE = ("first", "last", "bought", "days", "spent", "orders_year", "margins_year", "margin_year", "minutes")


def answered(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What was learnt, then portions of scores in the order of the parties' numbers."""
    bought = read(told)
    learnt = learn(bought)
    yield {**learnt.told, "as_of": bought.as_of, "totals": totals(learnt)}
    yield from _portions(bought, learnt)


def _portions(bought: Bought, learnt: Learnt) -> Iterator[dict[str, Any]]:
    """Every party that bought; those who bought by contract only have nothing said of them by the model."""
    party = bought.whole["party"]
    given = each(learnt)
    waiting, told = np.empty(0, np.int64), Columns()
    for start in range(0, len(party), PORTION):
        some = party[start : start + PORTION]
        while not len(waiting) or waiting[-1] < some[-1]:
            more = next(given, None)
            if more is None:
                break
            assert learnt.summary is not None
            waiting = np.concatenate([waiting, learnt.summary.customer[more[0]]])
            told = {name: [*told.get(name, ()), *column] for name, column in more[1].items()}
        until = int(np.searchsorted(waiting, some[-1], side="right"))
        place = {int(number): at for at, number in enumerate(waiting[:until])}
        at = [place.get(int(number)) for number in some]
        columns = {name: [None if p is None else column[p] for p in at] for name, column in told.items()}
        whole = {name: bought.whole[name][start : start + PORTION].tolist() for name in WHOLE}
        yield {"party": some.tolist(), **whole, **columns, "by_contract": [p is None for p in at]}
        waiting, told = waiting[until:], {name: column[until:] for name, column in told.items()}


def main() -> None:
    for line in answered(json.load(sys.stdin)):
        print(json.dumps(line, allow_nan=False), flush=True)


if __name__ == "__main__":
    main()
