"""Do 80 % intervals hold 80 %, and is what was chosen better than the naive ones? On periods nobody had seen.

python -m bench.insight.demand_coverage [folder with cdnow.csv and b2b/]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from bench.insight.demand_series import AHEAD, now_and_then, public, regular
from setia.domains.insight.demand.choosing import Chosen, choose
from setia.domains.insight.demand.methods.telling_all import METHODS


def squares(error: np.ndarray, scale: np.ndarray) -> float:
    return float(np.sqrt(((error**2).mean(axis=1) / scale).mean()))


def said(name: str, quantities: np.ndarray, chosen: Chosen) -> None:
    lines = np.concatenate([group.lines for group in chosen.groups])
    mean, low, high = (np.concatenate([getattr(g.ahead, part)[0] for g in chosen.groups]) for part in
                       ("mean", "low", "high"))  # fmt: skip
    method = np.concatenate([group.chosen for group in chosen.groups])
    actual, before = quantities[lines, -AHEAD:], quantities[lines, :-AHEAD]
    held = (low <= actual) & (actual <= high)
    scale = np.maximum((np.diff(before, axis=1) ** 2).mean(axis=1), 1e-9)
    last = before[:, -1:] - actual
    ago = before[:, -52:][:, :AHEAD] - actual if before.shape[1] >= 52 else last
    print(f"{name}: {len(lines)} series of {before.shape[1]} weeks, {len(chosen.refused)} refused")
    print(f"  held {held.mean():.3f}, below {(actual < low).mean():.3f}, above {(actual > high).mean():.3f}")
    print(
        f"  RMSSE over all: chosen {squares(mean - actual, scale):.3f}, "
        f"naive {squares(last, scale):.3f}, seasonal naive {squares(ago, scale):.3f}"
    )
    for number, word in enumerate(METHODS):
        mine = method == number
        if mine.any():
            print(f"    {word}: {mine.sum()} series, held {held[mine].mean():.3f}, "
                  f"RMSSE {squares((mean - actual)[mine], scale[mine]):.3f}")  # fmt: skip


def main() -> None:
    sets = {"simulated, regular": regular(2000), "simulated, now and then": now_and_then(2000)}
    if len(sys.argv) > 1:
        sets |= public(Path(sys.argv[1]))
    for name, quantities in sets.items():
        said(name, quantities, choose(quantities[:, :-AHEAD], 52, AHEAD))


if __name__ == "__main__":
    main()
