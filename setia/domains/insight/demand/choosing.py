"""Which method for which series: the one that would have missed least, had it been used at several moments of the past.

The kind of a series (`kinds`) says which methods are tried beside the naive ones; the error says which is used
(rolling origins, Tashman, 2000):

    RMSSE = sqrt(mean of squared errors / mean squared error of "as in the period before" while learning)

(Hyndman & Koehler, 2006; squared, because where half of the periods sell nothing the absolute error is least for a
forecast of 0). What is learnt at the first of these moments is kept for the later ones, where only levels move on: none
sees what came after it. Naive and seasonal naive are always tried: what is chosen missed less than both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.demand.kinds import KINDS, Kinds, kinds
from setia.domains.insight.demand.methods.spread import LEVEL
from setia.domains.insight.demand.methods.telling import Told
from setia.domains.insight.demand.methods.telling_all import METHODS, Question, told
from setia.domains.insight.demand.series import ceilings, checked, first_sale

PLAIN = ("naive", "seasonal naive", "average")
TRIED = {
    "smooth": (*PLAIN, "sba", "ets", "theta"),
    "erratic": (*PLAIN, "sba", "ets", "theta"),
    "intermittent": (*PLAIN, "croston", "sba", "tsb"),
    "lumpy": (*PLAIN, "croston", "sba", "tsb"),
}
LOOK_AHEAD = {52: 8, 12: 3}
"""Periods ahead that are judged, by periods in a year; 4 otherwise."""

LEAST_PERIODS, LEAST_SALES = 4, 2
PLANS = ((6, 12), (3, 8), (1, 6))
"""(origins, periods that have to be known before the first of them): the first that fits a series' length."""

WIDEST = 3.0
NARROWED = [METHODS.index(method) for method in ("naive", "seasonal naive", "ets", "theta")]
"""Of regular series; the others are narrow by luck where nothing happened to be sold."""

STEADY = 12.0
"""An interval is widened or narrowed by what was missed in the past, drawn towards no change as if by so many more
periods."""


@dataclass(frozen=True)
class Group:
    """Series of a length that allows the same moments to look back from. `past` is what the chosen method would have
    said then (None without such moments), `ahead` what it says now (1, series, horizon)."""

    lines: np.ndarray
    origins: tuple[int, ...]
    scores: np.ndarray
    chosen: np.ndarray
    forms: tuple[str, ...]
    past: Told | None
    ahead: Told


@dataclass(frozen=True)
class Chosen:
    """All that was compared; `choosing.reading` says it of one series. `refused` by line."""

    quantities: np.ndarray
    first: np.ndarray
    kinds: Kinds
    outliers: np.ndarray
    groups: tuple[Group, ...]
    refused: dict[int, TooLittle]
    horizon: int
    season: int
    level: float


def choose(quantities: np.ndarray, season: int, horizon: int, level: float = LEVEL) -> Chosen:
    """quantities (series, periods) >= 0, the last period the last finished one; `season` periods in a year (52, 12, or
    1 for none). Series that say too little are refused one by one; the others are answered."""
    if horizon < 1 or not 0 < level < 1:
        raise ValueError("horizon must be at least 1 and level between 0 and 1")
    quantities = checked(quantities)
    first, periods = first_sale(quantities), quantities.shape[1]
    found = kinds(quantities)
    refused = {int(line): why for line in range(len(first)) if (why := _too_little(quantities[line], first[line]))}
    length = np.where(np.isin(np.arange(len(first)), list(refused)), 0, periods - first)
    judged = min(horizon, LOOK_AHEAD.get(season, 4))
    capped = np.minimum(quantities, ceilings(quantities)[:, None])
    groups, left = [], length >= LEAST_PERIODS
    for number, least in (*PLANS, (0, LEAST_PERIODS)):
        stride = max(1, judged // 2)
        span = judged + stride * (number - 1) if number else 0
        lines = np.flatnonzero(left & (length >= span + least))
        left[lines] = False
        if len(lines):
            origins = tuple(periods - span + stride * place for place in range(number))
            groups.append(_grouped(capped, quantities, lines, found, origins, judged, horizon, season, level))
    return Chosen(
        quantities, first, found, (quantities > capped).sum(axis=1), tuple(groups), refused, horizon, season, level
    )


def _too_little(quantities: np.ndarray, first: int) -> TooLittle | None:
    sales, length = int((quantities > 0).sum()), len(quantities) - int(first)
    if not sales:
        return TooLittle("sales", "Nothing was sold yet.", 0, LEAST_SALES)
    if length < LEAST_PERIODS:
        words = f"First sold {length} periods ago: it takes at least {LEAST_PERIODS} to say what will be sold."
        return TooLittle("periods", words, length, LEAST_PERIODS)
    if sales < LEAST_SALES:
        return TooLittle("sales", f"Sold in one period only: it takes at least {LEAST_SALES}.", sales, LEAST_SALES)
    return None


def _grouped(
    capped: np.ndarray, quantities: np.ndarray, lines: np.ndarray, found: Kinds, origins: tuple[int, ...],
    judged: int, horizon: int, season: int, level: float,
) -> Group:  # fmt: skip
    periods = capped.shape[1]
    known = origins[0] if origins else periods
    data = np.minimum(quantities[lines], ceilings(quantities[lines, :known])[:, None]) if origins else capped[lines]
    by_period = np.ascontiguousarray(data.T)
    first = first_sale(data)
    kind = found.kind[lines]
    scores = np.full((len(lines), len(METHODS)), np.inf)
    shape = (len(origins), len(lines), judged)
    past = Told(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.ones(len(lines), dtype=bool))
    chosen = np.full(len(lines), METHODS.index("average"))
    if origins:
        asked = Question(by_period, first, known, origins, judged, season, level)
        chosen = _compared(asked, kind, scores, past)
    wide = _widened(by_period, origins, past) if origins else np.ones(len(lines))
    wide = np.where((kind < 2) & np.isin(chosen, NARROWED), wide, np.maximum(wide, 1.0))
    ahead, forms = _ahead(np.ascontiguousarray(capped[lines].T), first, chosen, horizon, season, level, wide)
    return Group(lines, origins, scores, chosen, forms, past if origins else None, ahead)


def _compared(asked: Question, kind: np.ndarray, scores: np.ndarray, past: Told) -> np.ndarray:
    """Fills `scores` and `past`; returns the index of the best method of each series."""
    scale = naive_error(asked.by_period, asked.first, asked.known)
    rows = np.array(asked.origins)[:, None] + np.arange(asked.horizon)
    actual = asked.by_period[rows].transpose(0, 2, 1)
    best = np.full(len(kind), np.inf)
    chosen = np.zeros(len(kind), dtype=int)
    for number, method in enumerate(METHODS):
        lines = np.flatnonzero([method in TRIED[KINDS[one]] for one in kind])
        if not len(lines):
            continue
        said = told(method, asked.of(lines))
        error = ((said.mean - actual[:, lines]) ** 2).mean(axis=(0, 2))
        scores[lines, number] = np.where(said.possible, np.sqrt(error / scale[lines]), np.inf)
        better = np.flatnonzero(scores[lines, number] < best[lines] * (1 - 1e-9))
        best[lines[better]], chosen[lines[better]] = scores[lines[better], number], number
        for mine, theirs in ((past.mean, said.mean), (past.low, said.low), (past.high, said.high)):
            mine[:, lines[better]] = theirs[:, better]
    return chosen


def naive_error(by_period: np.ndarray, first: np.ndarray, known: int) -> np.ndarray:
    """(series,) mean squared change from one period to the next while learning; of what never changed the squared mean,
    so that the score stays finite."""
    live = np.arange(1, known)[:, None] > first
    changes = np.diff(by_period[:known], axis=0) ** 2 * live
    number = np.maximum(live.sum(axis=0), 1)
    usual = (by_period[:known].sum(axis=0) / np.maximum(known - first, 1)) ** 2
    found = changes.sum(axis=0) / number
    return np.where(found > 1e-9 * usual, found, np.where(usual > 0, usual, 1.0))


def _widened(by_period: np.ndarray, origins: tuple[int, ...], past: Told) -> np.ndarray:
    """(series,) how far what was missed in the past was beyond (or within) what the interval allows for."""
    rows = np.array(origins)[:, None] + np.arange(past.mean.shape[2])
    actual = by_period[rows].transpose(0, 2, 1)
    half = np.maximum((past.high - past.low) / 2, 1e-9 * (1 + np.abs(past.mean))) / 1.2816
    strange = np.minimum(((actual - past.mean) / half) ** 2, 100.0)
    drawn = (strange.sum(axis=(0, 2)) + STEADY) / (strange.shape[0] * strange.shape[2] + STEADY)
    return np.clip(np.sqrt(drawn), 1 / WIDEST, WIDEST)


def _ahead(
    by_period: np.ndarray, first: np.ndarray, chosen: np.ndarray, horizon: int, season: int, level: float,
    wide: np.ndarray,
) -> tuple[Told, tuple[str, ...]]:  # fmt: skip
    """What the chosen methods say now, all periods known. What turns out impossible then is said by the average."""
    periods, many = by_period.shape
    shape = (1, many, horizon)
    result = Told(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.ones(many, dtype=bool))
    forms = [METHODS[number] for number in chosen]
    asked = Question(by_period, first, periods, (periods,), horizon, season, level)
    for number, method in enumerate(METHODS):
        lines = np.flatnonzero(chosen == number)
        if not len(lines):
            continue
        said, instead = told(method, asked.of(lines)), told("average", asked.of(lines))
        use = said.possible[None, :, None]
        growth = np.ones(len(lines)) if method in ("croston", "sba", "tsb") else wide[lines]
        mean = np.where(use, said.mean, instead.mean)
        result.mean[:, lines] = mean
        result.low[:, lines] = np.maximum(mean - (mean - np.where(use, said.low, instead.low)) * growth[:, None], 0)
        result.high[:, lines] = mean + (np.where(use, said.high, instead.high) - mean) * growth[:, None]
        for place, line in enumerate(lines):
            if said.forms and said.possible[place]:
                forms[line] = said.forms[place]
    return result, tuple(forms)
