"""In a process of its own: how likely contracts are to be renewed.

    python -m setia.domains.insight.renewals.child < told.json

`terms` are contracts with a term: how often each was renewed, and whether it ended then; the shifted-beta-geometric
model says how likely each is to be renewed once more. `lives` are all contracts: how many months each has lasted, and
whether it ended; Kaplan and Meier's curve says how likely one without a term is to last another 12.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.contracts import renewing, survival
from setia.domains.insight.buying.contracts.renewing import LEAST_CONTRACTS, LEAST_ENDINGS
from setia.domains.insight.buying.intervals import wideness

Array = NDArray[Any]
LEVEL, AHEAD = 0.8, 12
Said = list[tuple[int, int, int] | None]


def answered(told: dict[str, Any]) -> dict[str, Any]:
    return {"terms": _guarded(by_renewals, told["terms"]), "lives": _guarded(by_months, told["lives"])}


def _guarded(reckon: Any, some: dict[str, list[Any]]) -> dict[str, Any]:
    passed, ended = np.array(some["passed"], dtype=np.int64), np.array(some["ended"], dtype=bool)
    found = {"contracts": len(passed), "ended": int(ended.sum())}
    try:
        return {**found, "said": reckon(passed, ended)}
    except TooLittle as error:
        return {**found, "said": None, "too_little": error.reason}


def by_renewals(renewals: Array, ended: Array) -> Said:
    """Of each contract that was not ended: the chance to be renewed at the end of its term, in percent."""
    fitted = renewing.fit(renewals, ended)
    found = renewing.survival(fitted, np.ones(len(renewals)), renewals, level=LEVEL)
    return _percents(found.value, found.low, found.high, ended)


def by_months(months: Array, ended: Array) -> Said:
    """Of each contract that was not ended: the chance to run for another year.

    S(t + 12) / S(t): the interval is that of ln S between the two, by Greenwood's formula, of the endings between.
    """
    require(len(months), LEAST_CONTRACTS, "contracts", "contracts")
    require(int(ended.sum()), LEAST_ENDINGS, "endings", "endings")
    curve = survival.fit(months, ended, level=LEVEL)
    step = curve.ended / np.maximum(curve.watched * np.maximum(curve.watched - curve.ended, 1), 1)
    variance = np.r_[0.0, np.cumsum(step)]
    here, there = (np.searchsorted(curve.time, at, side="right") for at in (months, months + AHEAD))
    before = np.r_[1.0, curve.survival]
    value = before[there] / np.maximum(before[here], 1e-12)
    spread = wideness(LEVEL) * np.sqrt(np.maximum(variance[there] - variance[here], 0.0))
    longest = float(curve.time[-1])
    said = _percents(value, value * np.exp(-spread), np.minimum(value * np.exp(spread), 1.0), ended)
    # Beyond the last ending nobody knows how contracts go on.
    return [one if month + AHEAD <= longest else None for one, month in zip(said, months.tolist(), strict=True)]


def _percents(value: Array, low: Array, high: Array, ended: Array) -> Said:
    rows = zip(value.tolist(), low.tolist(), high.tolist(), ended.tolist(), strict=True)
    return [
        None if is_over else (round(100 * v), int(np.floor(100 * a)), min(100, int(np.ceil(100 * b))))
        for v, a, b, is_over in rows
    ]


if __name__ == "__main__":
    print(json.dumps(answered(json.load(sys.stdin)), allow_nan=False))
