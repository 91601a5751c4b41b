"""What a price does to demand, per cell (a product in a segment): elasticities, drawn together where data are thin.

Each cell by itself, a Poisson regression with dispersion (zero sales are fine; McCullagh & Nelder, 1989, chapter 6):
    log E[q_t] = a + e log(price_t) + b t + a year of two harmonics,     var q_t = d E[q_t],  d = Pearson / (n - k) >= 1
e is the elasticity: at 1 % more, the price sells e % more (less, as e < 0). What a year and a trend may do is known
before (PRIOR): so a short series is not refused, and says less, as they might explain it too. What is missed in one
period is often missed in the next: the variance of e grows by (1 + r s) / (1 - r s), r and s the correlations from one
period to the next of what was missed and of the price (Bartlett, 1946).

Together (`together`), partial pooling, so that a cell of which little is known is drawn to all and one of which much is
known stays. Dispersions are drawn to their median, as if ALIKE more periods had said so, and the variance is that of
Student's distribution: a few periods that happen to lie on a curve are not believed too much.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from setia.domains.insight.answering import Answer, Reason, TooLittle
from setia.domains.insight.demand.methods.spread import LEVEL
from setia.domains.insight.demand.prices.pooling import together

LEAST_PERIODS = 8
LEAST_CHANGE = 0.02
"""The highest price has to be at least so much above the lowest."""

STEPS = 60
PRIOR = (10.0, 10.0, 1.0, 0.3)
"""Standard deviations of the level, the elasticity, the trend over all periods and each wave of the year, in
logarithms, before anything is known."""

ALIKE = 6.0
VAGUE = 2.0
"""Standard deviation of elasticities before anything is known of any: nearly all lie between -4 and 0 (Bijmolt, van
Heerde & Pieters, 2005: mean -2.62 over 1,851). Holds in check what a few periods alone would say."""

USUAL = -2.0


@dataclass(frozen=True)
class Cell:
    """Periods in order: `prices` paid or asked per unit (NaN where not known: the last known one holds on) and
    `quantities` sold, net of returns; `season` periods in a year."""

    prices: Sequence[float]
    quantities: Sequence[float]
    season: int = 12


@dataclass(frozen=True)
class Response:
    """`mean` and `deviation` of the elasticity, drawn together; `own` and `own_deviation` of the cell by itself;
    `weight` (0 to 1) is how much of it is the cell's own; prices between `lowest` and `highest` were seen."""

    mean: float
    deviation: float
    own: float
    own_deviation: float
    weight: float
    periods: int
    lowest: float
    highest: float

    def answer(self, level: float = LEVEL) -> Answer:
        reach = float(ndtri(1 - (1 - level) / 2)) * self.deviation
        words = (
            "Prices from %(lowest).2f to %(highest).2f over %(periods)d periods; %(weight).0f %% of this is from the "
            "product itself, the rest from all together."
        )
        figures = {
            "lowest": self.lowest, "highest": self.highest, "periods": self.periods, "weight": 100 * self.weight
        }  # fmt: skip
        return Answer(self.mean, self.mean - reach, self.mean + reach, (Reason(words, figures),))


@dataclass(frozen=True)
class Own:
    """Of one cell by itself; `variance` of the elasticity were the dispersion 1."""

    elasticity: float
    variance: float
    dispersion: float
    freedom: float
    periods: int
    lowest: float
    highest: float


@dataclass(frozen=True)
class Responses:
    """By cell what was found, and by cell why nothing could be; `mean` and `spread` (tau) of all cells."""

    cells: Mapping[Any, Response]
    refused: Mapping[Any, TooLittle]
    mean: float
    mean_deviation: float
    spread: float

    def of(self, cell: Hashable) -> Response:
        if cell in self.cells:
            return self.cells[cell]
        raise self.refused.get(cell) or TooLittle("prices", "No sales of this are known.")


def fit(cells: Mapping[Any, Cell]) -> Responses:
    found: dict[Any, Own] = {}
    refused: dict[Any, TooLittle] = {}
    for name, cell in cells.items():
        try:
            found[name] = alone(cell)
        except TooLittle as why:
            refused[name] = why
    if not found:
        return Responses({}, refused, USUAL, VAGUE, 0.0)
    deviations = _deviations(list(found.values()))
    drawn = together(np.array([one.elasticity for one in found.values()]), deviations, USUAL, VAGUE)
    told = {
        name: Response(
            float(drawn.mean[place]),
            float(drawn.deviation[place]),
            one.elasticity,
            float(deviations[place]),
            float(drawn.weight[place]),
            one.periods,
            one.lowest,
            one.highest,
        )
        for place, (name, one) in enumerate(found.items())
    }
    return Responses(told, refused, drawn.middle, drawn.middle_deviation, drawn.spread)


def _deviations(found: list[Own]) -> np.ndarray:
    usual, alike = float(np.median([one.dispersion for one in found])), ALIKE if len(found) > 1 else 0.0
    freedom = np.array([one.freedom for one in found], dtype=float)
    dispersion = (freedom * [one.dispersion for one in found] + alike * usual) / (freedom + alike)
    freedom = np.maximum(freedom + alike, 3.0)
    return np.sqrt(np.maximum(dispersion, 1.0) * [one.variance for one in found] * freedom / (freedom - 2))


def alone(cell: Cell) -> Own:
    """One cell by itself, or refused."""
    prices, quantities = carried(np.asarray(cell.prices, dtype=float)), np.asarray(cell.quantities, dtype=float)
    if prices.shape != quantities.shape:
        raise ValueError("as many prices as quantities")
    known = np.isfinite(prices) & (prices > 0) & np.isfinite(quantities)
    when, prices, quantities = np.flatnonzero(known), prices[known], np.maximum(quantities[known], 0.0)
    sold = int((quantities > 0).sum())
    if len(prices) < LEAST_PERIODS or sold < LEAST_PERIODS // 2:
        words = (
            f"Sold in {sold} of {len(prices)} periods with a known price: it takes at least {LEAST_PERIODS} periods."
        )
        raise TooLittle("periods", words, len(prices), LEAST_PERIODS)
    lowest, highest = float(prices.min()), float(prices.max())
    if highest < lowest * (1 + LEAST_CHANGE):
        words = f"The price never changed by more than {100 * LEAST_CHANGE:.0f} %: what a change does is not known."
        raise TooLittle("prices", words, len(np.unique(prices)), 2)
    return _regressed(_design(np.log(prices), when, cell.season), quantities, (lowest, highest))


def carried(prices: np.ndarray) -> np.ndarray:
    """What is not known is as it was; before the first known one it stays unknown."""
    known = np.isfinite(prices) & (prices > 0)
    latest = np.maximum.accumulate(np.where(known, np.arange(len(prices)), -1))
    return np.where(latest >= 0, prices[np.maximum(latest, 0)], np.nan)


def _design(prices: np.ndarray, when: np.ndarray, season: int) -> np.ndarray:
    columns = [np.ones(len(when)), prices - prices.mean(), (when - when.mean()) / max(np.ptp(when), 1)]
    for number in (1, 2) if season > 1 else ():
        columns += [np.cos(2 * np.pi * number * when / season), np.sin(2 * np.pi * number * when / season)]
    return np.column_stack(columns)


def _regressed(design: np.ndarray, quantities: np.ndarray, seen: tuple[float, float]) -> Own:
    """The most likely elasticity under PRIOR. The dispersion is found first with that of Poisson, then with itself."""
    unit, periods = float(quantities.mean()), len(quantities)
    scaled, dispersion = quantities / unit, 1.0
    prior = np.array([*PRIOR[:3], *[PRIOR[3]] * (design.shape[1] - 3)]) ** -2.0
    for _round in range(2):
        ridge = prior * dispersion / unit
        beta = _climbed(design, scaled, ridge)
        mean = np.exp(np.clip(design @ beta, -30, 30))
        curve = design.T @ (design * mean[:, None])
        inverse = np.linalg.inv(curve + np.diag(ridge))
        freedom = max(periods - float(np.trace(inverse @ curve)), 1.0)
        missed = (scaled - mean) / np.sqrt(np.maximum(mean, 1e-9))
        dispersion = float(np.clip(missed @ missed * unit / freedom, 1.0, 1e9))
    lasting = np.clip(_lasting(missed) * _lasting(design[:, 1]), 0.0, 0.8)
    variance = max(float(inverse[1, 1]) / unit, 1e-10) * (1 + lasting) / (1 - lasting)
    return Own(float(beta[1]), float(variance), dispersion, freedom, periods, *seen)


def _lasting(series: np.ndarray) -> float:
    """Correlation from one period to the next, 0 at least."""
    off = series - series.mean()
    return float(max(off[1:] @ off[:-1] / max(off @ off, 1e-12), 0.0))


def _climbed(design: np.ndarray, scaled: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Fisher's scoring with halved steps."""
    beta = np.zeros(design.shape[1])

    def loss(of: np.ndarray) -> float:
        score = np.clip(design @ of, -30, 30)
        return float((np.exp(score) - scaled * score).sum() + ridge @ of**2 / 2)

    for _step in range(STEPS):
        mean = np.exp(np.clip(design @ beta, -30, 30))
        slope = design.T @ (scaled - mean) - ridge * beta
        move = np.linalg.solve(design.T @ (design * mean[:, None]) + np.diag(ridge), slope)
        length, before = 1.0, loss(beta)
        while loss(beta + length * move) > before and length > 1e-6:
            length /= 2
        beta = beta + length * move
        if np.abs(length * move).max() < 1e-10:
            break
    return beta
