"""Raise or lower this price? From the elasticity with its uncertainty and from what a unit costs.

At a price changed by the share r, (1 + r)^e times as much is sold, and the margin earned changes by the factor
    g(r) = (1 + r)^e ((1 + r) price - cost) / (price - cost)
A change is advised when g(r) > 1 is at least SURE likely under e ~ N(mean, deviation^2), and never to a price further
than one step beyond those seen: nothing is known there. Otherwise the price stays; a test is worth more than advice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from setia.domains.insight.answering import Answer, Reason, TooLittle
from setia.domains.insight.demand.methods.spread import LEVEL
from setia.domains.insight.demand.prices.response import Response

SURE = 0.9
STEP = 0.05
"""A price is moved by 5 % at a time."""

POSSIBLE = np.asarray(ndtri((np.arange(999) + 0.5) / 999))


@dataclass(frozen=True)
class Advice:
    """`move` is "raise", "lower" or "keep"; `price` the one advised; `chance` that the margin earned grows by it, and
    `change` by what share it does (0 for "keep"; what the better of both moves would do is in the reasons)."""

    move: str
    price: float
    chance: float
    change: Answer
    reasons: tuple[Reason, ...]


def advice(response: Response, price: float, cost: float, step: float = STEP, level: float = LEVEL) -> Advice:
    """`price` and `cost` per unit, in the same money."""
    if not (np.isfinite(price) and np.isfinite(cost) and price > 0 and cost >= 0 and 0 < step < 1):
        raise TooLittle("prices", "It takes a price above 0 and what a unit costs to say which price is better.")
    answer = response.answer(level)
    known = Reason(
        "At 1 %% more, %(value).1f %% is sold (between %(low).1f and %(high).1f %%).",
        {"value": answer.value, "low": answer.low, "high": answer.high},
    )
    if cost >= price:
        words = "Each unit is sold below what it costs (%(price).2f, cost %(cost).2f)."
        reasons = (Reason(words, {"price": price, "cost": cost}), known)
        return Advice("raise", price * (1 + step), 1.0, Answer(0.0, 0.0, 0.0), reasons)
    moves = [(name, share) for name, share in (("raise", step), ("lower", -step)) if _seen(response, price, share)]
    judged = [(*_judged(response, price, cost, share, level), name, share) for name, share in moves]
    if not judged:
        words = "A price of %(price).2f is far from those seen (%(lowest).2f to %(highest).2f): nothing is known there."
        figures = {"price": price, "lowest": response.lowest, "highest": response.highest}
        return Advice("keep", price, 0.0, Answer(0.0, 0.0, 0.0), (Reason(words, figures), known))
    chance, change, name, share = max(judged, key=lambda one: one[0])
    words = "At %(price).2f the margin earned changes by %(change).1f %% (between %(low).1f and %(high).1f %%)."
    figures = {
        "price": price * (1 + share), "change": 100 * change.value, "low": 100 * change.low, "high": 100 * change.high
    }  # fmt: skip
    effect = Reason(words, figures)
    if chance >= SURE and change.value > 0:
        return Advice(name, price * (1 + share), chance, change, (known, effect))
    unsure = Reason("That it would grow is %(chance).0f %% likely: too little to move a price by.", {
        "chance": 100 * chance
    })  # fmt: skip
    return Advice("keep", price, chance, Answer(0.0, 0.0, 0.0), (known, effect, unsure))


def _seen(response: Response, price: float, share: float) -> bool:
    return response.lowest * (1 - STEP) <= price * (1 + share) <= response.highest * (1 + STEP)


def _judged(response: Response, price: float, cost: float, share: float, level: float) -> tuple[float, Answer]:
    elasticity = response.mean + response.deviation * POSSIBLE
    factor = np.exp(np.clip(elasticity * np.log1p(share), -20, 20)) * ((1 + share) * price - cost) / (price - cost)
    low, middle, high = np.quantile(factor - 1, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return float((factor > 1).mean()), Answer(float(middle), float(low), float(high))
