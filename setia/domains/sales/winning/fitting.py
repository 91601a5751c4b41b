"""Learning how opportunities end: a logistic regression with a ridge, fitted by Newton's method.

Run as a process of its own (`foundation.apart`), so that neither web processes nor workers hold NumPy and SciPy in
memory. It reads {"rows": [[known, won, weight, closed], ...], "knots": {name: [...]}, "held_out": day} from standard
input and writes parameters as `winning.scoring` reads them.

minimise  -sum_i w_i [y_i log p_i + (1 - y_i) log(1 - p_i)] + 1/2 sum_j r_j b_j^2,   p = 1 / (1 + exp(-(a + X b)))

Each category has a weight of its own; the ridge draws those of which little is known towards nothing, which is partial
pooling (Gelman & Hill, 2007, ch. 12: a varying intercept with the prior b_j ~ N(0, 1 / r)). The ridge of categories is
the one under which the rows closed last, held out, are the most likely; on these the scores are then calibrated
(Platt, 1999), and all is fitted again on all rows. The spread is Laplace's: the inverse of the Hessian.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from scipy import linalg, sparse

NUMBER_RIDGE = 4.0
CATEGORY_RIDGES = (2.0, 6.0, 20.0, 60.0, 200.0)
LEAST_ROWS = 5.0
"""Weight of the opportunities that a category needs to have a value of its own."""

LEAST_HELD_OUT = 60.0
"""Weight of those held out that calibration needs; with fewer the scores stay as they are."""

STEPS, CLOSE = 50, 1e-9
FARTHEST = 2.5
"""As in `scoring`."""

RAREST = 0.05
"""A number that differs from its usual value in fewer than so many of a hundred opportunities says nothing sure."""

LOGARITHMIC = ("age", "stage_days", "wins", "losses", "people", "employees")


class Design:
    """Rows as a sparse matrix: pieces of numbers at mean 0 and deviation 1, then a column for each category."""

    def __init__(self, rows: list[list[Any]], knots: dict[str, list[float]]) -> None:
        weights = np.array([row[2] for row in rows])
        self.knots = knots
        self.numbers: dict[str, tuple[Any, Any]] = {}
        for name in sorted({n for row in rows for n, v in row[0].items() if not isinstance(v, str)}):
            there = np.array([name in row[0] for row in rows])
            columns = self._columns(name, [row[0][name] for row in rows if name in row[0]])
            means = np.average(columns, axis=0, weights=weights[there])
            deviations = np.sqrt(np.average((columns - means) ** 2, axis=0, weights=weights[there]))
            _values, counts = np.unique(columns[:, 0], return_counts=True)
            if deviations[0] > 1e-9 and counts.max() <= (1 - RAREST) * counts.sum():
                self.numbers[name] = (means, np.where(deviations > 1e-9, deviations, 1.0))
        counted: dict[tuple[str, str], float] = {}
        for known, _won, weight, _closed in rows:
            for name, value in known.items():
                if isinstance(value, str):
                    counted[name, value] = counted.get((name, value), 0.0) + weight
        self.categories = sorted(place for place, weight in counted.items() if weight >= LEAST_ROWS)
        self.at: dict[str, slice] = {}
        width = 1
        for name, (means, _deviations) in self.numbers.items():
            self.at[name] = slice(width, width + len(means))
            width += len(means)
        self.first_category = width
        self.place = {place: width + number for number, place in enumerate(self.categories)}
        self.width = width + len(self.categories)

    def _columns(self, name: str, values: list[float]) -> Any:
        numbers = np.asarray(values, dtype=float)
        if name not in LOGARITHMIC:
            return numbers[:, None]
        level = np.log1p(np.maximum(numbers, 0))
        knots = [np.maximum(0, level - np.log1p(knot)) for knot in self.knots.get(name, [])]
        return np.column_stack([level, *knots])

    def matrix(self, rows: list[list[Any]]) -> Any:
        dense = np.zeros((len(rows), self.first_category))
        dense[:, 0] = 1
        for name, (means, deviations) in self.numbers.items():
            there = [number for number, row in enumerate(rows) if name in row[0]]
            if there:
                columns = self._columns(name, [rows[number][0][name] for number in there])
                dense[there, self.at[name]] = np.clip((columns - means) / deviations, -FARTHEST, FARTHEST)
        lines, places = [], []
        for number, row in enumerate(rows):
            for name, value in row[0].items():
                if isinstance(value, str) and (name, value) in self.place:
                    lines.append(number)
                    places.append(self.place[name, value] - self.first_category)
        ones = np.ones(len(lines))
        wide = sparse.csr_matrix((ones, (lines, places)), shape=(len(rows), len(self.categories)))
        return sparse.hstack([sparse.csr_matrix(dense), wide], format="csr")

    def ridge(self, of_categories: float) -> Any:
        return np.concatenate(
            [[0.0], np.full(self.first_category - 1, NUMBER_RIDGE), np.full(len(self.categories), of_categories)]
        )


def fitted(matrix: Any, won: Any, weights: Any, ridge: Any) -> tuple[Any, Any]:
    """Coefficients and the Hessian at them, by Newton steps that are halved until they lead down."""
    share = np.clip(np.average(won, weights=weights), 0.01, 0.99)
    beta = np.zeros(matrix.shape[1])
    beta[0] = np.log(share / (1 - share))
    loss = _loss(matrix, won, weights, ridge, beta)
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ beta, -30, 30)))
        slope = matrix.T @ (weights * (chance - won)) + ridge * beta
        hessian = _hessian(matrix, weights, ridge, chance)
        step = linalg.solve(hessian, slope, assume_a="pos")
        length = 1.0
        while (new := _loss(matrix, won, weights, ridge, beta - length * step)) > loss and length > 1e-6:
            length /= 2
        beta = beta - length * step
        if loss - new < CLOSE * max(1.0, abs(loss)):
            break
        loss = new
    chance = 1 / (1 + np.exp(-np.clip(matrix @ beta, -30, 30)))
    return beta, _hessian(matrix, weights, ridge, chance)


def _hessian(matrix: Any, weights: Any, ridge: Any, chance: Any) -> Any:
    curved = sparse.diags(weights * chance * (1 - chance))
    return (matrix.T @ curved @ matrix).toarray() + np.diag(ridge + 1e-9)


def _loss(matrix: Any, won: Any, weights: Any, ridge: Any, beta: Any) -> float:
    score = np.clip(matrix @ beta, -30, 30)
    return float(weights @ (np.logaddexp(0, score) - won * score) + 0.5 * ridge @ beta**2)


def learnt(asked: dict[str, Any]) -> dict[str, Any]:
    rows, knots, held_out = asked["rows"], asked["knots"], asked["held_out"]
    earlier, later = [r for r in rows if r[3] < held_out], [r for r in rows if r[3] >= held_out]
    of_categories, calibration = CATEGORY_RIDGES[2], (0.0, 1.0)
    if sum(r[2] for r in later) >= LEAST_HELD_OUT and len({r[1] for r in earlier}) == 2:
        of_categories, calibration = _chosen(earlier, later, knots)
    design = Design(rows, knots)
    won, weights = _told(rows)
    beta, hessian = fitted(design.matrix(rows), won, weights, design.ridge(of_categories))
    return _parameters(design, beta, linalg.inv(hessian), calibration, of_categories)


def _told(rows: list[list[Any]]) -> tuple[Any, Any]:
    return np.array([float(row[1]) for row in rows]), np.array([float(row[2]) for row in rows])


def _chosen(
    earlier: list[list[Any]], later: list[list[Any]], knots: dict[str, list[float]]
) -> tuple[float, tuple[float, float]]:
    """The ridge under which what was held out is the most likely, and what calibrates its scores."""
    design = Design(earlier, knots)
    before, after = design.matrix(earlier), design.matrix(later)
    won, weights = _told(earlier)
    won_later, weights_later = _told(later)
    best: tuple[float, float, Any] | None = None
    for ridge in CATEGORY_RIDGES:
        beta, _hessian_ = fitted(before, won, weights, design.ridge(ridge))
        score = np.clip(after @ beta, -30, 30)
        loss = float(weights_later @ (np.logaddexp(0, score) - won_later * score))
        if best is None or loss < best[0]:
            best = (loss, ridge, score)
    assert best is not None
    return best[1], platt(best[2], won_later, weights_later)


def platt(scores: Any, won: Any, weights: Any) -> tuple[float, float]:
    """a and b of a + b * score, drawn towards (0, 1) as if by a few opportunities, so that chance alone bends nothing.

    The scores stay in their order: b is at least 0.
    """
    matrix = sparse.csr_matrix(np.column_stack([np.ones(len(scores)), scores]))
    target, beta = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    ridge = np.array([2.0, 8.0])
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ beta, -30, 30)))
        slope = matrix.T @ (weights * (chance - won)) + ridge * (beta - target)
        step = linalg.solve(_hessian(matrix, weights, ridge, chance), slope, assume_a="pos")
        beta = beta - step
        if np.abs(step).max() < CLOSE:
            break
    return float(beta[0]), float(max(beta[1], 0.0))


def _parameters(
    design: Design, beta: Any, covariance: Any, calibration: tuple[float, float], ridge: float
) -> dict[str, Any]:
    """Everything as plain numbers, the calibration taken in. Of the covariance the blocks of each number are kept and
    the variances of categories; what lies between them is left out, which makes the spread rather too wide."""
    shift, scale = calibration
    numbers = {}
    for name, (means, deviations) in design.numbers.items():
        where = design.at[name]
        numbers[name] = {
            "is_log": name in LOGARITHMIC,
            "knots": list(design.knots.get(name, [])) if name in LOGARITHMIC else [],
            "means": means.tolist(),
            "deviations": deviations.tolist(),
            "weights": (scale * beta[where]).tolist(),
            "covariance": (scale**2 * covariance[where, where]).tolist(),
        }
    categories: dict[str, dict[str, list[float]]] = {}
    for (name, value), place in design.place.items():
        told = [float(scale * beta[place]), float(scale**2 * covariance[place, place])]
        categories.setdefault(name, {})[value] = told
    return {
        "base": float(shift + scale * beta[0]),
        "base_variance": float(scale**2 * covariance[0, 0]),
        "numbers": numbers,
        "categories": categories,
        "calibration": [shift, scale],
        "category_ridge": ridge,
    }


if __name__ == "__main__":
    json.dump([learnt(one) for one in json.load(sys.stdin)], sys.stdout)
