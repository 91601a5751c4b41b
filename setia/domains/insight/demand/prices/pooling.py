"""Partial pooling of what was found in many cells, each with a deviation of its own.

    found_i ~ N(e_i, s_i^2),     e_i ~ N(mu, tau^2),     mu ~ N(usual, vague^2),     log tau ~ N(log .7, .5^2)

(Gelman et al., Bayesian Data Analysis, 3rd edition, 2013, sections 5.4 and 5.5.) mu and e_i are normal once tau is
given, so tau alone is summed over a grid by its likelihood, and nothing is simulated. tau is learnt from cells that are
known well (s_i below `voting`): many thin cells, whose s_i is itself only roughly known, would outvote them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SPREADS = np.geomspace(0.05, 5.0, 80)
USUAL_SPREAD, SPREAD_OF_IT = 0.7, 0.5
VOTING = 1.0


@dataclass(frozen=True)
class Drawn:
    """Of each cell (cells,) mean, deviation, and how much of it is its own; of all mu, its deviation, and tau."""

    mean: np.ndarray
    deviation: np.ndarray
    weight: np.ndarray
    middle: float
    middle_deviation: float
    spread: float


def believed(spreads: np.ndarray) -> np.ndarray:
    """Logarithm of what is believed of tau before, on a geometric grid."""
    return -((np.log(spreads / USUAL_SPREAD) / SPREAD_OF_IT) ** 2) / 2


def together(
    found: np.ndarray,
    deviations: np.ndarray,
    usual: float,
    vague: float,
    spreads: np.ndarray = SPREADS,
    prior: np.ndarray | None = None,
    voting: float = VOTING,
) -> Drawn:
    variance = deviations[None] ** 2 + spreads[:, None] ** 2
    precision = (1 / variance).sum(axis=1) + vague**-2
    middle = ((found / variance).sum(axis=1) + usual * vague**-2) / precision
    chance = _likely(found, variance, deviations < voting, usual, vague)
    chance = chance + (believed(spreads) if prior is None else prior)
    chance = np.exp(chance - chance.max())
    chance /= chance.sum()
    own = spreads[:, None] ** 2 / variance
    means = own * found + (1 - own) * middle[:, None]
    left = own * deviations**2 + (1 - own) ** 2 / precision[:, None]
    mean = chance @ means
    whole = chance @ (left + (means - mean) ** 2)
    of_all = float(chance @ middle)
    of_all_variance = float(chance @ (1 / precision + (middle - of_all) ** 2))
    return Drawn(mean, np.sqrt(whole), chance @ own, of_all, of_all_variance**0.5, float(chance @ spreads))


def _likely(found: np.ndarray, variance: np.ndarray, votes: np.ndarray, usual: float, vague: float) -> np.ndarray:
    """(spreads,) log p(found | tau) of the cells that vote, mu integrated out."""
    weights, found = 1 / variance[:, votes], found[votes] - usual
    precision = weights.sum(axis=1) + vague**-2
    middle = (weights * found).sum(axis=1) / precision
    squares = (weights * found**2).sum(axis=1) - precision * middle**2
    return (np.log(weights).sum(axis=1) - np.log(precision) - squares) / 2
