"""What a new product may sell, as ranges: never one number.

Three things that are known only roughly are drawn many times (a fixed seed, so the same is answered twice):
    how many may ever buy   market x share that has the need x share that buys at the price x what came of such figures
    how fast                p and q of Bass's diffusion from analogous products
    what a period brings    Poisson, with the extra scatter that the analogous products showed
Shares are Beta with Jeffreys' prior; several prices tested make a logistic curve over log price. (log p, log q) of a
new product are normal around those of the analogues: their own uncertainty, and how they differ, drawn to DIFFER as if
two more analogues had said so. "What came of such figures": where analogues tell what had been expected of them, the
ratio is learnt likewise; otherwise it is taken as 1, within a factor of exp(+-BELIEF) in two of three cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from setia.domains.insight.answering import Reason, TooLittle
from setia.domains.insight.demand.launch.asking import Bought, buying_shares
from setia.domains.insight.demand.launch.diffusion import Bass, cumulative
from setia.domains.insight.demand.launch.diffusion import fit as fit_bass

DRAWS, SEED = 4000, 1969
DIFFER, BELIEF = 0.5, 0.5
AS_IF = 2.0
RANGE = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Analogue:
    """A product like this one: first purchases in each period since its launch, and how many had been expected to buy
    it ever (by market, need and price test, as is asked here), where that is known."""

    name: str
    bought: Sequence[float]
    expected: float | None = None


@dataclass(frozen=True)
class Range:
    """In one of ten cases less than `low`, in one of ten more than `high`, in half of them less than `middle`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Plan:
    """`periods` first purchases of each period, `total` up to the end of each, `ever` how many may ever buy, `peak`
    the period in which most do; `left_out` analogues that say too little, by name."""

    periods: tuple[Range, ...]
    total: tuple[Range, ...]
    ever: Range
    peak: Range
    reasons: tuple[Reason, ...]
    left_out: dict[str, str]


def plan(
    analogues: Sequence[Analogue],
    market: float,
    need: tuple[int, int],
    tests: Sequence[Bought],
    price: float,
    horizon: int,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Plan:
    """`market` how many could be reached; `need` (have the need, were asked); `tests` of prices; `horizon` periods, as
    long as those of the analogues."""
    if not (np.isfinite(market) and market > 0) or horizon < 1:
        raise TooLittle("market", "It takes a number of parties who could be reached, and at least one period.")
    having, asked = need
    if not 0 <= having <= asked or asked < 1:
        raise TooLittle("need", "How many were asked for the need, and how many of them have it?", asked, 1)
    fits, left_out = _fitted(analogues)
    if not fits:
        raise TooLittle("analogues", "None of the analogous products was sold long enough to learn from.", 0, 1)
    dice = np.random.default_rng(seed)
    buying, how = buying_shares(tests, price, draws, dice)
    came = _came_true(fits, draws, dice)
    ever = market * np.minimum(dice.beta(having + 0.5, asked - having + 0.5, draws) * buying * came, 1.0)
    p, q = _speeds([one for _analogue, one in fits], draws, dice)
    t = np.arange(horizon + 1)[:, None]
    expected = ever * np.diff(cumulative(t, p, q), axis=0)
    bought = _scattered(expected, [one for _analogue, one in fits], dice)
    peaks = np.maximum(np.log(q / p) / (p + q), 0.0)
    reasons = (*_reasons(fits, market, having, asked), how)
    return Plan(
        tuple(_range(row) for row in bought), tuple(_range(row) for row in bought.cumsum(axis=0)),
        _range(ever), _range(peaks), reasons, left_out,
    )  # fmt: skip


def _fitted(analogues: Sequence[Analogue]) -> tuple[list[tuple[Analogue, Bass]], dict[str, str]]:
    fits, left_out = [], {}
    for analogue in analogues:
        try:
            fits.append((analogue, fit_bass(analogue.bought)))
        except TooLittle as why:
            left_out[analogue.name] = str(why)
    return fits, left_out


def _speeds(fits: list[Bass], draws: int, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """p and q (draws,): an analogue, its own uncertainty, and how a new one differs from it."""
    logs = np.log([[one.p, one.q] for one in fits])
    own = np.array([np.array(one.covariance)[1:, 1:] for one in fits])
    differ = ((logs - logs.mean(axis=0)) ** 2).sum(axis=0)
    between = (differ + AS_IF * DIFFER**2) / (max(len(fits) - 1, 0) + AS_IF)
    which = dice.integers(len(fits), size=draws)
    roots = np.linalg.cholesky(own + 1e-12 * np.eye(2))
    centre = (logs + (len(fits) - 1) * logs.mean(axis=0)) / len(fits)
    drawn = centre[which] + np.einsum("nij,nj->ni", roots[which], dice.standard_normal((draws, 2)))
    drawn += np.sqrt(between) * dice.standard_normal((draws, 2))
    p, q = np.exp(np.clip(drawn, np.log(1e-7), np.log(5.0))).T
    return p, q


def _came_true(fits: list[tuple[Analogue, Bass]], draws: int, dice: np.random.Generator) -> np.ndarray:
    """(draws,) what came of such figures: drawn to 1 as if half an analogue had said so."""
    ratios = np.array([np.log(one.m / analogue.expected) for analogue, one in fits if analogue.expected])
    mean = ratios.sum() / (len(ratios) + 0.5)
    variance = (((ratios - mean) ** 2).sum() + AS_IF * BELIEF**2) / (len(ratios) + AS_IF)
    if len(ratios):
        variance *= 1 + 1 / (len(ratios) + 0.5)
    return np.exp(mean + variance**0.5 * dice.standard_normal(draws))


def _scattered(expected: np.ndarray, fits: list[Bass], dice: np.random.Generator) -> np.ndarray:
    """Poisson around the expected, the mean itself gamma with the analogues' relative scatter around their curves."""
    relative = np.median([one.deviation / max(one.m * one.share / one.periods, 1e-9) for one in fits])
    shape = 1 / np.clip(relative, 0.02, 1.0) ** 2
    return dice.poisson(np.minimum(expected * dice.gamma(shape, 1 / shape, expected.shape), 1e15)).astype(float)


def _range(draws: np.ndarray) -> Range:
    return Range(*(float(one) for one in np.quantile(draws, RANGE)))


def _reasons(fits: list[tuple[Analogue, Bass]], market: float, having: int, asked: int) -> list[Reason]:
    words = "Of %(market).0f who could be reached, %(having)d of %(asked)d asked have the need."
    reasons = [Reason(words, {"market": market, "having": having, "asked": asked}, "need")]
    for analogue, one in fits:
        words = "%(name)s: %(share).0f %% of its buyers within %(periods)d periods, most at %(peak).1f."
        figures = {"name": analogue.name, "share": 100 * min(one.share, 1.0), "periods": one.periods, "peak": one.peak}
        reasons.append(Reason(words, figures, "analogue"))
    if not any(analogue.expected for analogue, _one in fits):
        words = "What had been expected of them is not known, so how far such figures come true is taken as wide."
        reasons.append(Reason(words, name="unchecked"))
    return reasons
