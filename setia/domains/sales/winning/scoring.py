"""From what is known of an opportunity to its chance: plain arithmetic on the learnt parameters, no library needed.

The score is a sum: score = base + sum of what each thing known adds; the chance is 1 / (1 + e^-score). Numbers enter
through straight pieces between `knots`, brought to mean 0 and standard deviation 1; categories by one value each, none
for those that were met too seldom. `calibration` (a, b) has been taken into all of them: a + b * score (Platt, 1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

VERSION = 1
SURE = 1.2816
"""Standard deviations to either side that hold 80 in 100 of a normal distribution."""

FARTHEST = 2.5
"""Standard deviations: what lies farther out than nearly everything that was learnt from counts no more than that."""

Known = Mapping[str, float | str]
"""What is known of an opportunity, by name; what is not known is left out."""


@dataclass(frozen=True, slots=True)
class Scored:
    """`parts` add up to `score`; `spread` is the standard deviation of the score."""

    score: float
    spread: float
    parts: Mapping[str, float]

    @property
    def chance(self) -> float:
        return sigmoid(self.score)

    @property
    def interval(self) -> tuple[float, float]:
        return sigmoid(self.score - SURE * self.spread), sigmoid(self.score + SURE * self.spread)


def sigmoid(score: float) -> float:
    return 1 / (1 + exp(-score)) if score > -700 else 0.0


def pieces(value: float, knots: list[float]) -> list[float]:
    """A number as the lengths by which it goes beyond the start and each of the knots, on a logarithmic scale."""
    level = log(1 + max(value, 0.0))
    return [level, *(max(0.0, level - log(1 + knot)) for knot in knots)]


def scored(parameters: Mapping[str, Any], known: Known) -> Scored:
    """Raises nothing for names and categories the parameters do not know: they add nothing."""
    parts = {"base": float(parameters["base"])}
    variance = float(parameters["base_variance"])
    for name, value in known.items():
        number = parameters["numbers"].get(name)
        if number is not None:
            columns = pieces(float(value), number["knots"]) if number["is_log"] else [float(value)]
            centred = zip(columns, number["means"], number["deviations"], strict=True)
            standard = [max(-FARTHEST, min(FARTHEST, (c - m) / s)) for c, m, s in centred]
            parts[name] = sum(c * w for c, w in zip(standard, number["weights"], strict=True))
            variance += _quadratic(standard, number["covariance"])
            continue
        found = parameters["categories"].get(name, {}).get(str(value))
        if found is not None:
            parts[name], variance = found[0], variance + found[1]
    return Scored(sum(parts.values()), sqrt(max(variance, 0.0)), parts)


def _quadratic(vector: list[float], matrix: list[list[float]]) -> float:
    return sum(a * b * matrix[i][j] for i, a in enumerate(vector) for j, b in enumerate(vector))


def points(parts: Mapping[str, float]) -> dict[str, int]:
    """The parts in whole hundredths that add up to the score in hundredths (largest remainders are rounded up)."""
    total = round(100 * sum(parts.values()))
    floors = {name: int(100 * part // 1) for name, part in parts.items()}
    missing = total - sum(floors.values())
    by_remainder = sorted(parts, key=lambda name: (floors[name] - 100 * parts[name], name))
    return {name: floors[name] + (name in by_remainder[:missing]) for name in parts}
