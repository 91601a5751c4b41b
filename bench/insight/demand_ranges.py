"""Do the ranges hold: of elasticities, of what a launch sells? On invented firms of which the truth is known.

python -m bench.insight.demand_ranges
"""

from __future__ import annotations

import time

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.launch.asking import Bought
from setia.domains.insight.demand.launch.diffusion import cumulative
from setia.domains.insight.demand.launch.planning import Analogue, plan
from setia.domains.insight.demand.prices.advising import advice
from setia.domains.insight.demand.prices.response import Cell, fit

LAUNCHES, CELLS = 200, 2000


def elasticities(longest: int, seed: int = 1) -> None:
    dice = np.random.default_rng(seed)
    truth, cells = dice.normal(-2, 0.6, CELLS), {}
    for number in range(CELLS):
        when = np.arange(int(dice.integers(10, longest)))
        prices = 10 * np.exp(np.cumsum(dice.normal(0, 0.06, len(when)) * (dice.random(len(when)) < 0.4)))
        level = dice.uniform(2, 80) * (prices / 10) ** truth[number] * np.exp(0.3 * np.sin(when * 2 * np.pi / 12))
        cells[number] = Cell(prices, dice.poisson(level * dice.gamma(20, 1 / 20, len(when))))
    clock = time.perf_counter()
    found = fit(cells)
    seconds = time.perf_counter() - clock
    held = [one.answer().low <= truth[name] <= one.answer().high for name, one in found.cells.items()]
    off = [(one.mean - truth[name], one.own - truth[name]) for name, one in found.cells.items()]
    drawn, own = np.sqrt((np.array(off) ** 2).mean(axis=0))
    print(
        f"{len(found.cells)} elasticities of up to {longest} months in {seconds:.2f} s, {len(found.refused)} refused: "
        f"held {np.mean(held):.3f} of 80 % intervals; off by {drawn:.2f} drawn together, {own:.2f} each alone"
    )
    print(f"  of all: mean {found.mean:.2f} +- {found.mean_deviation:.2f} (-2), spread {found.spread:.2f} (.6)")
    moves: dict[str, list[float]] = {"raise": [], "lower": [], "keep": []}
    for name, one in found.cells.items():
        said = advice(one, 10, 6)
        share = said.price / 10 - 1
        moves[said.move].append((1 + share) ** truth[name] * (10 * (1 + share) - 6) / 4)
    told = ", ".join(
        f"{name} {len(gain)} (better in {np.mean(np.array(gain or [0]) > 1):.2f}, margin x {np.mean(gain or [1]):.3f})"
        for name, gain in moves.items()
        if name != "keep"
    )
    print(f"  advised: {told}; to keep it for the other {len(moves['keep'])}")


def launches(analogues: int, seed: int = 2) -> None:
    dice = np.random.default_rng(seed)
    inside, below, wide = [], [], []
    for _launch in range(LAUNCHES):
        logs = np.log([0.015, 0.35]) + dice.normal(0, 0.4, (analogues + 1, 2))
        t = np.arange(21)
        curves = [np.diff(cumulative(t, *np.exp(one))) for one in logs]
        alike = [
            Analogue(str(number), dice.poisson(5000 * curve * dice.gamma(50, 1 / 50, 20))[: int(dice.integers(8, 21))])
            for number, curve in enumerate(curves[1:])
        ]
        need, buying, came = dice.uniform(0.2, 0.6), dice.uniform(0.1, 0.5), np.exp(dice.normal(0, 0.5))
        asked, shown = dice.binomial(100, need), dice.binomial(100, buying)
        ever = min(20_000 * need * buying * came, 20_000)
        sold = dice.poisson(ever * curves[0] * dice.gamma(50, 1 / 50, 20))[:8].sum()
        try:
            said = plan(alike, 20_000, (int(asked), 100), [Bought(10, 100, int(shown))], 10, 8, draws=1000).total[-1]
        except TooLittle:
            continue
        inside.append(said.low <= sold <= said.high)
        below.append(sold < said.low)
        wide.append(said.high / max(said.low, 1))
    print(
        f"{len(inside)} launches from {analogues} analogues, the first eight periods together: {np.mean(inside):.3f} "
        f"within 10 to 90 %, {np.mean(below):.3f} below; the upper end is {np.median(wide):.1f} times the lower"
    )


def main() -> None:
    for longest in (20, 60):
        elasticities(longest)
    for analogues in (1, 3, 6):
        launches(analogues)


if __name__ == "__main__":
    main()
