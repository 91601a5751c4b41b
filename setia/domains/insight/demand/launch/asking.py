"""What share buys at a price, from tests in which some were shown a price and some of them bought.

One price near the planned one: Beta with Jeffreys' prior. Several prices: logit(share) = a + b log(price), b <= 0, by
Newton's steps with a wide normal prior (deviation 3 on a, b ~ N(-2, 2)), drawn from the normal at its top (Laplace).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from setia.domains.insight.answering import Reason, TooLittle

NEAR = 1.1
"""A price is near another within a tenth."""

LEAST_SHOWN = 10
STEPS = 50


@dataclass(frozen=True)
class Bought:
    """`bought` of `shown` to whom it was offered at `price`."""

    price: float
    shown: int
    bought: int


def buying_shares(
    tests: Sequence[Bought], price: float, draws: int, dice: np.random.Generator
) -> tuple[np.ndarray, Reason]:
    """(draws,) shares that buy at `price`, and from what this is known."""
    sound = [one for one in tests if one.price > 0 and one.shown > 0 and 0 <= one.bought <= one.shown]
    shown = sum(one.shown for one in sound)
    if not (np.isfinite(price) and price > 0) or len(sound) < len(tests) or shown < LEAST_SHOWN:
        words = f"Shown to {shown}: it takes at least {LEAST_SHOWN}, each test with its price, and a price to plan for."
        raise TooLittle("tests", words, shown, LEAST_SHOWN)
    lowest, highest = min(one.price for one in sound), max(one.price for one in sound)
    if not lowest / NEAR <= price <= highest * NEAR:
        words = f"A price of {price:.2f} was not tested ({lowest:.2f} to {highest:.2f}): test one near it."
        raise TooLittle("prices", words)
    bought = sum(one.bought for one in sound)
    words = "%(bought)d of %(shown)d bought in tests at prices from %(lowest).2f to %(highest).2f."
    figures = {"bought": bought, "shown": shown, "lowest": lowest, "highest": highest}
    reason = Reason(words, figures, "tests")
    if highest <= lowest * NEAR:
        return dice.beta(bought + 0.5, shown - bought + 0.5, draws), reason
    return _curve(sound, price, draws, dice), reason


def _curve(tests: Sequence[Bought], price: float, draws: int, dice: np.random.Generator) -> np.ndarray:
    shown, bought = (np.array([getattr(one, part) for one in tests], dtype=float) for part in ("shown", "bought"))
    design = np.column_stack([np.ones(len(tests)), np.log([one.price / price for one in tests])])
    middle, precision = np.array([-1.0, -2.0]), np.diag([1 / 9, 1 / 4])
    beta = middle.copy()
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (bought - shown * chance) - precision @ (beta - middle)
        curve = design.T @ (design * (shown * chance * (1 - chance))[:, None]) + precision
        move = np.linalg.solve(curve, slope)
        beta = beta + move * min(1.0, 2.0 / max(np.abs(move).max(), 1e-12))
        if np.abs(move).max() < 1e-10:
            break
    spread = np.linalg.cholesky(np.linalg.inv(curve))
    level = beta[0] + (spread @ dice.standard_normal((2, draws)))[0]
    return 1 / (1 + np.exp(-level))
