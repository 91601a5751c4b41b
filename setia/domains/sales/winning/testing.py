"""How chances learnt from earlier quarters alone did on later ones.

On the first day of each quarter a model is learnt from what had ended before. It is asked about everything that was
open on that day, and about what was opened during the quarter on its first day, and compared with how these ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from typing import Any

from setia.domains.sales.winning.describing import described
from setia.domains.sales.winning.history import Records, World
from setia.domains.sales.winning.learning import Ended, ended, is_enough, learnt
from setia.domains.sales.winning.scoring import scored
from setia.foundation.periods import months_later, quarter_of

MOST_QUARTERS = 6
BINS = 10
LEAST_IN_BIN = 15


@dataclass(frozen=True, slots=True)
class Compared:
    """A chance that was given, the share won before the quarter, and what became of it."""

    chance: float
    usual: float
    is_won: bool


def quarters(world: World, until: date) -> list[date]:
    """First days of the last quarters in which something ended and before which enough had."""
    known = ended(world, until)
    starts: list[date] = []
    start = quarter_of(known[-1].closed).start if known else until
    while len(starts) < MOST_QUARTERS and is_enough(ended(world, start - timedelta(days=1))):
        starts.append(start)
        start = months_later(start, -3)
    return starts[::-1]


def tested(world: World, until: date) -> dict[str, Any]:
    """By quarter and in all: how many, Brier scores and logarithmic losses, of the model and of the usual share."""
    starts = quarters(world, until)
    known = ended(world, until)
    models = learnt(world, [start - timedelta(days=1) for start in starts])
    found: dict[str, list[Compared]] = {}
    for start, parameters in zip(starts, models, strict=True):
        if parameters is None:
            continue
        pairs = compared(world, known, start, parameters)
        if pairs:
            found[start.isoformat()] = pairs
    everything = [pair for pairs in found.values() for pair in pairs]
    return {
        "quarters": {start: measures(pairs) for start, pairs in found.items()},
        "all": measures(everything) if everything else None,
        "bins": bins(everything),
        "between": between(list(found.values())),
    }


def compared(world: World, known: Sequence[Ended], start: date, parameters: dict[str, Any]) -> list[Compared]:
    eve = start - timedelta(days=1)
    end = months_later(start, 3)
    records = Records.of(world, eve)
    found = []
    for one in known:
        if one.closed < start or one.opened >= end:
            continue
        day = max(eve, one.opened)
        about = described(one.deal, day, world, records, parameters["usual_amounts"])
        found.append(Compared(scored(parameters, about).chance, parameters["share"], one.is_won))
    return found


def brier(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean squared difference between chance and outcome (Brier, 1950): 0 is perfect, 0.25 says half to everything."""
    return sum((chance - is_won) ** 2 for chance, is_won in pairs) / len(pairs)


def log_loss(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean of minus the logarithm of the probability given to what happened."""
    return -sum(log(max(1e-9, chance if is_won else 1 - chance)) for chance, is_won in pairs) / len(pairs)


def measures(pairs: Sequence[Compared]) -> dict[str, float]:
    model, usual = [(p.chance, p.is_won) for p in pairs], [(p.usual, p.is_won) for p in pairs]
    return {
        "deals": len(pairs), "won": sum(p.is_won for p in pairs), "expected": sum(p.chance for p in pairs),
        "brier": brier(model), "brier_usual": brier(usual),
        "log_loss": log_loss(model), "log_loss_usual": log_loss(usual),
    }  # fmt: skip


def bins(pairs: Sequence[Compared]) -> list[dict[str, float]]:
    """Tenths of all by their chance: mean chance, share won, and its interval (Wilson, 1927; 95 %)."""
    ordered = sorted(pairs, key=lambda pair: pair.chance)
    size = max(LEAST_IN_BIN, -(-len(ordered) // BINS))
    found = []
    for start in range(0, len(ordered), size):
        some = ordered[start : start + size]
        if len(some) < LEAST_IN_BIN:
            continue
        won = sum(pair.is_won for pair in some)
        low, high = wilson(won, len(some))
        mean = sum(pair.chance for pair in some) / len(some)
        found.append(
            {"deals": len(some), "chance": mean, "won": won / len(some), "low": low, "high": high,
             "from": some[0].chance, "to": some[-1].chance}
        )  # fmt: skip
    return found


def wilson(won: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share that also holds near 0 and 1 (Wilson, 1927)."""
    share = won / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)


def between(quarters_: Sequence[Sequence[Compared]]) -> float:
    """How much whole quarters differ from what was expected of them, as a standard deviation of log odds, beyond what
    chance alone would do (method of moments): some quarters are good for everybody."""
    excess = []
    for pairs in quarters_:
        variance = sum(pair.chance * (1 - pair.chance) for pair in pairs)
        if len(pairs) >= LEAST_IN_BIN and variance > 0:
            off = sum(pair.is_won - pair.chance for pair in pairs)
            excess.append((off**2 - variance) / variance**2)
    return max(0.0, sum(excess) / len(excess)) ** 0.5 if excess else 0.0
