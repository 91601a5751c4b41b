"""BG/NBD and MBG/NBD: customers buy at random and may leave after each purchase.

While a customer stays, purchases are a Poisson process with a rate of their own, lambda ~ Gamma(r, alpha); after a
purchase they leave with a chance of their own, p ~ Beta(a, b).

- BG/NBD: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284. Nobody leaves before the first repeat purchase,
  so that it says of every one-time buyer that they are still a customer.
- MBG/NBD: Batislam, Denizel & Filiztekin (2007), Int. J. of Research in Marketing 24, 201-209. The chance to leave is
  there after the first purchase too.

Both have the likelihood  L = A (1 + e^u)  with m = 0 for BG/NBD and 1 for MBG/NBD, and

    A   = Gamma(r+x) alpha^r / (Gamma(r) (alpha+T)^(r+x))  B(a, b+x+m) / B(a, b)               (still a customer)
    e^u = a / (b+x-1+m)  ((alpha+T) / (alpha+t_x))^(r+x)        (odds of having left; BG/NBD: 0 where x = 0)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, hyp2f1, psi

Array = NDArray[Any]
TOO_NEAR = 1e-5
CONCENTRATED = 20.0
"""Above this a few points of p tell all, and the series needs very many terms."""

NODES = 24
AT_ONCE = 10_000


@dataclass(frozen=True)
class BetaGeometric:
    """The parameters are (r, alpha, a, b); slopes are by their logarithms, with the shape (4, n)."""

    name: str
    m: int
    parameters: tuple[str, ...] = ("r", "alpha", "a", "b")

    def starts(self, x: float, age: float) -> list[tuple[float, ...]]:
        """Where to look for the parameters, from the mean of repeats and of age."""
        rate = max(x, 1e-3) / max(age, 1e-3)
        return [(0.5, 0.5 / rate, 0.8, 2.5), (2.0, 1.0 / rate, 0.3, 3.0), (0.3, 0.1 / rate, 0.5, 1.0)]

    def staying(self, at: Array, x: Array, age: Array) -> tuple[Array, Array]:
        """ln A (n,) and its slopes."""
        r, alpha, a, b = at
        kept = b + x + self.m
        level = np.log(alpha + age)
        value = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * level
            + gammaln(kept) - gammaln(a + kept) - gammaln(b) + gammaln(a + b)
        )  # fmt: skip
        in_all = psi(a + b) - psi(a + kept)
        slopes = (
            r * (psi(r + x) - psi(r) + np.log(alpha) - level),
            r - alpha * (r + x) / (alpha + age),
            a * in_all,
            b * (in_all + psi(kept) - psi(b)),
        )
        return value, np.array(slopes)

    def leaving(self, at: Array, x: Array, last: Array, age: Array) -> tuple[Array, Array]:
        """The log-odds u of having left (n,), minus infinity where that cannot be, and their slopes."""
        r, alpha, a, b = at
        times = x if self.m else np.maximum(x, 1.0)
        rest = b + times - 1 + self.m
        since = np.log((alpha + age) / (alpha + last))
        odds = np.log(a) - np.log(rest) + (r + x) * since
        if not self.m:
            odds = np.where(x > 0, odds, -np.inf)
        slopes = np.empty((4, len(x)))
        slopes[0] = r * since
        slopes[1] = alpha * (r + x) * (1 / (alpha + age) - 1 / (alpha + last))
        slopes[2] = 1.0
        slopes[3] = -b / rest
        return odds, slopes

    def ahead(self, at: Array, x: Array, age: Array, t: float) -> Array:
        """Expected purchases within t of those who are still customers at T (n,)."""
        r, alpha, a, b = at
        return _until_leaving(r + x, a, b + x + self.m, t / (alpha + age), t)

    def expected(self, at: Array, t: Array) -> Array:
        """E[X(t)]: expected repeat purchases of somebody of whom nothing is known, within t of the first purchase."""
        r, alpha, a, b = at
        t = np.atleast_1d(np.asarray(t, float))
        stays = b / (a + b) if self.m else 1.0
        return stays * _until_leaving(np.full(t.shape, r), a, np.full(t.shape, b + self.m), t / alpha, t)


def _until_leaving(shape: Array, a: float, b: Array, time: Array, t: Any) -> Array:
    """E[(1 - exp(-lambda p t)) / p] for lambda ~ Gamma(shape, A), p ~ Beta(a, b), where time = t / A.

    With z = time / (1 + time) it is (a+b-1)/(a-1) [1 - (1-z)^shape 2F1(shape, b; a+b-1; z)] (Fader, Hardie & Lee 2005,
    eq. 10). The power underflows while 2F1 overflows from about 130 purchases on; Euler's transformation (Abramowitz &
    Stegun 15.3.3) puts (1-z)^(a-1) 2F1(a+b-1-shape, a-1; a+b-1; z) in their place, in which everything is of moderate
    size. At a = 1, and at a + b = 1 without a purchase, the formula is 0/0: there it is the mean of both sides.
    """
    if a > CONCENTRATED:
        shape, b, time = np.broadcast_arrays(shape, b, time)
        return _by_quadrature(shape, b, time, a)
    if abs(a - 1) < TOO_NEAR:
        sides = (_until_leaving(shape, 1 + side, b, time, t) for side in (-2 * TOO_NEAR, 2 * TOO_NEAR))
        return np.mean(list(sides), axis=0)
    pole = np.abs(a + b - 1) < TOO_NEAR
    if pole.any():
        sides = (_until_leaving(shape, a, np.where(pole, 1 - a + side, b), time, t) for side in (-1e-4, 1e-4))
        return np.mean(list(sides), axis=0)
    z, whole = time / (1 + time), a + b - 1
    with np.errstate(all="ignore"):
        factor = hyp2f1(whole - shape, a - 1, whole, z)
        found = whole / (a - 1) * (1 - np.exp((a - 1) * np.log1p(-z)) * factor)
    # Nobody buys more than somebody who never leaves; and never less than nothing.
    most = shape * time
    lost = ~(np.isfinite(found) & (found >= 0) & (found <= most * (1 + 1e-9)))
    if lost.any():
        found[lost] = _by_quadrature(shape[lost], b[lost], np.asarray(time)[lost], a)
    return np.clip(found, 0.0, most)


def _by_quadrature(shape: Array, b: Array, time: Array, a: float) -> Array:
    """The same expectations (k,) by Gauss-Jacobi, where p hardly varies or the series does not answer."""
    distinct, of = np.unique(b, return_inverse=True)
    chance, weight = _nodes(a, tuple(distinct.tolist()))
    parts = (slice(start, start + AT_ONCE) for start in range(0, len(shape), AT_ONCE))
    means = []
    for part in parts:
        at = chance[of[part]]
        bought = -np.expm1(-shape[part, None] * np.log1p(at * time[part, None])) / at
        means.append((weight[of[part]] * bought).sum(axis=1))
    return np.concatenate(means)


@lru_cache(maxsize=4)
def _nodes(a: float, bs: tuple[float, ...]) -> tuple[Array, Array]:
    """Points and weights (k, NODES) of Beta(a, b), one row per b.

    They are eigenvalues and squared first components of the matrix of the recurrence of Jacobi's polynomials (Golub &
    Welsch, 1969, Mathematics of Computation 23), which needs no gamma function that could overflow.
    """
    b, n = np.array(bs)[:, None], np.arange(1.0, NODES)
    total = 2 * n + a + b - 2
    matrices = np.zeros((len(bs), NODES, NODES))
    place = np.arange(NODES)
    matrices[:, 0, 0] = ((a - b) / (a + b))[:, 0]
    matrices[:, place[1:], place[1:]] = (a - b) * (a + b - 2) / (total * (total + 2))
    squares = 4 * n * (n + a - 1) * (n + b - 1) * (n + a + b - 2) / (total**2 * (total + 1) * (total - 1))
    squares[:, 0] = (4 * a * b / ((a + b) ** 2 * (a + b + 1)))[:, 0]
    matrices[:, place[1:], place[:-1]] = np.sqrt(squares)
    points, vectors = np.linalg.eigh(matrices)
    return np.maximum((1 + points) / 2, 1e-300), vectors[:, 0, :] ** 2


BG_NBD = BetaGeometric("BG/NBD", 0)
MBG_NBD = BetaGeometric("MBG/NBD", 1)
