"""Pareto/NBD: customers buy at random until, at some moment that nobody sees, they leave.

Purchases are a Poisson process with rate lambda ~ Gamma(r, alpha); the time until leaving is exponential with rate
mu ~ Gamma(s, beta). Schmittlein, Morrison & Colombo (1987), Management Science 33(1), 1-24; expectations as in Fader &
Hardie (2005), "A note on deriving the Pareto/NBD model and related expressions".

The likelihood is  L = A (1 + e^u)  with

    A   = Gamma(r+x) / Gamma(r)  alpha^r beta^s  (alpha+T)^-(r+x) (beta+T)^-s                    (still a customer)
    e^u = s (alpha+T)^(r+x) (beta+T)^s  int_{t_x}^{T} (alpha+y)^-(r+x) (beta+y)^-(s+1) dy        (odds of having left)

The literature writes the integral as a difference of two Gaussian hypergeometric functions, which cancel and underflow
for frequent buyers. Here it is integrated as it stands, by Gauss-Legendre in v = ln(c + y), c = min(alpha, beta): there
the integrand is a smooth fall, cut off where it is below e^-38 of its beginning. The slopes are means over the same
nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi

Array = NDArray[Any]
NODES = 24
DEPTH = 38.0
TIGHTENED = 3


@dataclass(frozen=True)
class ParetoNBD:
    """The parameters are (r, alpha, s, beta); slopes are by their logarithms, with the shape (4, n)."""

    name: str = "Pareto/NBD"
    parameters: tuple[str, ...] = ("r", "alpha", "s", "beta")

    def starts(self, x: float, age: float) -> list[tuple[float, ...]]:
        """Where to look for the parameters, from the mean of repeats and of age."""
        rate = max(x, 1e-3) / max(age, 1e-3)
        age = max(age, 1e-3)
        return [(0.5, 0.5 / rate, 0.6, 0.4 * age), (2.0, 1.0 / rate, 1.0, 2.0 * age), (0.3, 0.1 / rate, 0.3, 0.1 * age)]

    def staying(self, at: Array, x: Array, age: Array) -> tuple[Array, Array]:
        """ln A (n,) and its slopes."""
        r, alpha, s, beta = at
        level, other = np.log(alpha + age), np.log(beta + age)
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) - (r + x) * level - s * other
        slopes = (
            r * (psi(r + x) - psi(r) + np.log(alpha) - level),
            r - alpha * (r + x) / (alpha + age),
            s * (np.log(beta) - other),
            s - s * beta / (beta + age),
        )
        return value, np.array(slopes)

    def leaving(self, at: Array, x: Array, last: Array, age: Array) -> tuple[Array, Array]:
        """The log-odds u of having left (n,), and their slopes."""
        r, alpha, s, beta = at
        shape, least = r + x, min(alpha, beta)
        power, gap, farther = (shape, s + 1, beta - alpha) if alpha <= beta else (s + 1, shape, alpha - beta)
        begin = np.log(least + last)
        offset = np.log(farther + np.exp(begin))
        width = _width(begin, np.log(least + age), power, gap, farther, offset)
        places = begin + width * _NODES[:, None]
        high = farther + np.exp(places)
        far = np.log(high)
        mass = _WEIGHTS[:, None] * np.exp((1 - power) * (places - begin) - gap * (far - offset))
        total = mass.sum(axis=0)
        mass /= total
        near_log, far_log = (mass * places).sum(axis=0), (mass * far).sum(axis=0)
        near_one, far_one = (mass * np.exp(-places)).sum(axis=0), (mass / high).sum(axis=0)
        if alpha > beta:
            near_log, far_log, near_one, far_one = far_log, near_log, far_one, near_one
        top, bottom = np.log(alpha + age), np.log(beta + age)
        odds = (
            np.log(s) - power * begin - gap * offset + begin + np.log(width * total) + shape * top + s * bottom
        )  # fmt: skip
        slopes = np.empty((4, len(x)))
        slopes[0] = r * (top - near_log)
        slopes[1] = alpha * shape * (1 / (alpha + age) - near_one)
        slopes[2] = 1 + s * (bottom - far_log)
        slopes[3] = beta * (s / (beta + age) - (s + 1) * far_one)
        return odds, slopes

    def ahead(self, at: Array, x: Array, age: Array, t: float) -> Array:
        """Expected purchases within t of those who are still customers at T (n,)."""
        r, alpha, s, beta = at
        return (r + x) / (alpha + age) * _time_left(s, beta + age, t)

    def expected(self, at: Array, t: Array) -> Array:
        """E[X(t)]: expected repeat purchases of somebody of whom nothing is known, within t of the first purchase."""
        r, alpha, s, beta = at
        return r / alpha * _time_left(s, np.asarray(beta), np.atleast_1d(np.asarray(t, float)))


def _width(begin: Array, end: Array, power: Any, gap: Any, farther: float, offset: Array) -> Array:
    """How far to integrate from `begin`: to `end`, or to where the integrand has fallen by `DEPTH`.

    The fall is convex in v, so Newton's method from the right comes down to the place without passing it.
    """
    fall = power - 1 + gap * np.exp(begin - offset)
    width = np.minimum(end - begin, np.where(fall > 0, DEPTH / np.maximum(fall, 1e-300), np.inf))
    for _time in range(TIGHTENED):
        high = farther + np.exp(begin + width)
        fallen = (power - 1) * width + gap * (np.log(high) - offset)
        fall = power - 1 + gap * np.exp(begin + width) / high
        width = np.where(fallen > DEPTH, width - (fallen - DEPTH) / np.maximum(fall, 1e-300), width)
    return np.maximum(width, 1e-14)


def _time_left(s: float, beta: Array, t: Any) -> Array:
    """Expected time as a customer within the next t, for mu ~ Gamma(s, beta); smooth through s = 1."""
    level = np.log1p(t / beta)
    return beta * (level if abs(s - 1) < 1e-9 else -np.expm1((1 - s) * level) / (s - 1))


_POINTS, _MASSES = np.polynomial.legendre.leggauss(NODES)
_NODES, _WEIGHTS = (_POINTS + 1) / 2, _MASSES / 2
PARETO_NBD = ParetoNBD()
