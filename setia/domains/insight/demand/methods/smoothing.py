"""Exponential smoothing as innovations state-space models, thousands of series at once.

    base_t = l + phi b                                                       (phi = 1: Holt; without b: simple)
    additive:        e_t = y_t - (base + s),     l = base + alpha e,       b = phi b + beta e,       s = s + gamma e
    multiplicative:  e_t = y_t / (base s) - 1,   l = base (1 + alpha e),   b = phi b + beta base e,  s = s (1 + gamma e)

(Hyndman, Koehler, Ord & Snyder, 2008, tables 2.2 and 2.3: ETS(A,N,N), (A,A,N), (A,Ad,N), (A,.,A) and (M,.,M).)
Likelihood is theirs, eq. 5.3, and AICc = -2 log L + 2k + 2k(k + 1) / (n - k - 1), k with the variance and with the
states at the beginning. Level and slope at the beginning are found with the parameters; the year at the beginning is
`seasons.indices`, counted with as many degrees of freedom as it has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from setia.domains.insight.demand.methods.descending import lowest
from setia.domains.insight.demand.methods.seasons import indices, waves

TINY, HUGE = 1e-9, 1e100


@dataclass(frozen=True)
class Form:
    trend: str = "none"
    """none, straight or damped"""
    season: str = "none"
    """none, added or times"""

    @property
    def name(self) -> str:
        trend = {"none": "simple", "straight": "Holt", "damped": "damped Holt"}[self.trend]
        return trend + {"none": "", "added": ", additive season", "times": ", multiplicative season"}[self.season]


FORMS = tuple(Form(trend, season) for season in ("none", "added", "times") for trend in ("none", "straight", "damped"))


@dataclass(frozen=True)
class States:
    """What is known at a moment, each (series,); `year` (season, series) by place of the year; `phi` how the slope
    fades, `steps` (4, series) alpha, beta, gamma, phi; `variance` of the errors (relative ones of the multiplicative
    forms) and how many of these are left when the parameters are taken off (`freedom`); `place` periods known."""

    form: Form
    level: np.ndarray
    slope: np.ndarray
    year: np.ndarray
    steps: np.ndarray
    variance: np.ndarray
    freedom: np.ndarray
    place: int

    def ahead(self, horizon: int) -> tuple[np.ndarray, np.ndarray]:
        """Means and deviations (series, horizon); of the multiplicative ones the deviation is that of eq. 6.2 ff. with
        the year taken out, and of the additive ones that of table 6.2."""
        alpha, beta, gamma, phi = self.steps
        powers = np.cumsum(phi[:, None] ** np.arange(1, horizon + 1), axis=1)
        base = self.level[:, None] + powers * self.slope[:, None]
        season = len(self.year)
        year = self.year[(self.place + np.arange(horizon)) % season].T
        weights = alpha[:, None] + beta[:, None] * powers[:, : horizon - 1]
        weights = weights + gamma[:, None] * (np.arange(1, horizon) % season == 0) if season > 1 else weights
        variance = self.variance[:, None]
        if self.form.season != "times":
            grown = np.concatenate([np.zeros((len(base), 1)), np.cumsum(weights**2, axis=1)], axis=1)
            return base + year, np.sqrt(variance * (1 + grown))
        base = np.clip(base, 0.0, HUGE)
        seconds = np.zeros_like(base)
        for step in range(horizon):
            past = (weights[:, :step] ** 2 * seconds[:, :step][:, ::-1]).sum(axis=1) if step else 0.0
            seconds[:, step] = base[:, step] ** 2 + self.variance * past
        spread = np.sqrt(np.maximum((1 + variance) * seconds - base**2, 0.0))
        return base * year, spread * year


@dataclass(frozen=True)
class Begin:
    """Level, slope and year (season, series) where a series begins; `unit` how far around them is looked."""

    level: np.ndarray
    slope: np.ndarray
    unit: np.ndarray
    year: np.ndarray

    def of(self, lines: np.ndarray) -> Begin:
        return Begin(self.level[lines], self.slope[lines], self.unit[lines], self.year[:, lines])


@dataclass(frozen=True)
class Fit:
    """`cost` (series,) is -2 log L, `aicc` (series,); infinite where the form cannot be fitted."""

    form: Form
    points: np.ndarray
    cost: np.ndarray
    aicc: np.ndarray
    begin: Begin


def fitted(
    by_period: np.ndarray, first: np.ndarray, form: Form, season: int, known: int, steps: int = 120, close: float = 1e-5
) -> Fit:
    """by_period (periods, series), of which the first `known` are learnt from; each series begins at its `first`."""
    seen = by_period[:known]
    live = (np.arange(known)[:, None] >= first).astype(float)
    number = live.sum(axis=0)
    begin = _begun(seen, live, first, form, season)
    wide = _dimensions(form)
    states = 1 + (form.trend != "none") + (waves(season).shape[1] if form.season != "none" else 0)
    count = wide - (1 + (form.trend != "none")) + states + 1
    possible = (number >= count + 2) & ((seen > 0) | (live == 0)).all(axis=0) if form.season == "times" else (
        number >= count + 2)  # fmt: skip
    lines = np.flatnonzero(possible)
    points = np.zeros((len(first), wide))
    cost, aicc = np.full(len(first), np.inf), np.full(len(first), np.inf)
    if len(lines):
        held = None if (first[lines] == 0).all() else live[:, lines].astype(bool)
        data, starts = np.ascontiguousarray(seen[:, lines]), begin.of(lines)

        def ask(of: np.ndarray, asked: np.ndarray) -> np.ndarray:
            whole = len(of) == len(lines)
            part = None if held is None else held if whole else np.ascontiguousarray(held[:, of])
            some = data if whole else np.ascontiguousarray(data[:, of])
            return followed(form, some, part, asked, starts if whole else starts.of(of))[0]

        every, starts_from = np.arange(len(lines)), _starts(form)
        tried = np.array([ask(every, np.tile(start, (len(lines), 1))) for start in starts_from])
        points[lines], cost[lines] = lowest(ask, starts_from[tried.argmin(axis=0)], steps=steps, close=close)
        room = np.maximum(number[lines] - count - 1, 1)
        aicc[lines] = cost[lines] + 2 * count + 2 * count * (count + 1) / room
    return Fit(form, points, cost, aicc, begin)


def _dimensions(form: Form) -> int:
    return 2 + 2 * (form.trend != "none") + (form.trend == "damped") + (form.season != "none")


def _starts(form: Form) -> np.ndarray:
    """(starts, dimensions): the descent begins at the best of these, as likelihoods of a year have several hollows."""
    trend = {"none": [], "straight": [-2.0, 0.0], "damped": [-2.0, 0.0, 1.0]}[form.trend]
    years = [[]] if form.season == "none" else [[-3.0], [0.0], [3.0]]
    return np.array([[alpha, 0.0, *trend, *year] for alpha in (-2.0, -0.5, 1.5) for year in years])


def _begun(seen: np.ndarray, live: np.ndarray, first: np.ndarray, form: Form, season: int) -> Begin:
    """A line through the first ten periods, the year taken out (Hyndman et al., 2008, section 2.6.1)."""
    year = np.zeros((1, seen.shape[1]))
    data = seen
    when = np.arange(len(seen)) % season
    if form.season == "added":
        year = indices(seen, live, season)
        data = seen - year[when]
    elif form.season == "times":
        year = np.exp(np.clip(indices(np.log(np.maximum(seen, TINY)), live, season), -5, 5))
        data = seen / year[when]
    span = min(10, len(seen))
    lines = np.arange(seen.shape[1])
    rows = np.minimum(first[None] + np.arange(span)[:, None], len(seen) - 1)
    early = data[rows, lines]
    tilt = np.arange(span) - (span - 1) / 2
    slope = (tilt @ early) / max((tilt**2).sum(), 1.0)
    level = early.mean(axis=0) - slope * (span + 1) / 2 if form.trend != "none" else early.mean(axis=0)
    unit = np.maximum(early.std(axis=0), 0.02 * np.abs(early).mean(axis=0) + TINY)
    return Begin(level, slope, unit, year)


def _squeezed(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(value, -30, 30)))


def unfolded(form: Form, points: np.ndarray, begin: Begin) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(alpha, beta, gamma, phi) (4, series) within 0 < beta < alpha < 1, gamma < 1 - alpha, .8 < phi < .98, and level
    and slope at the beginning. Points are free numbers: alpha, level, slope's, phi, gamma."""
    zero = np.zeros(len(points))
    alpha = 0.0001 + 0.9998 * _squeezed(points[:, 0])
    level, slope = begin.level + begin.unit * points[:, 1], zero
    beta, phi, next_ = zero, zero, 2
    if form.trend != "none":
        beta, phi = alpha * _squeezed(points[:, 2]), zero + 1.0
        slope, next_ = begin.slope + 0.2 * begin.unit * points[:, 3], 4
    if form.trend == "damped":
        phi, next_ = 0.8 + 0.18 * _squeezed(points[:, 4]), 5
    gamma = (1 - alpha) * _squeezed(points[:, next_]) if form.season != "none" else zero
    return np.array([alpha, beta, gamma, phi]), level, slope


def followed(
    form: Form,
    data: np.ndarray,
    held: np.ndarray | None,
    points: np.ndarray,
    begin: Begin,
    at: tuple[int, ...] = (),
) -> tuple[np.ndarray, list[States]]:
    """-2 log L (series,) over `data` (periods, series), and the states after each number of periods in `at`.

    `held` (periods, series) is False before a series begins.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # what runs away costs more than anything else, see below
        return _followed(form, data, held, points, begin, at)


def _followed(
    form: Form, data: np.ndarray, held: np.ndarray | None, points: np.ndarray, begin: Begin, at: tuple[int, ...]
) -> tuple[np.ndarray, list[States]]:
    steps, level, slope = unfolded(form, points, begin)
    alpha, beta, gamma, phi = steps
    year, season = begin.year.copy(), len(begin.year)
    trended, added, times = form.trend != "none", form.season == "added", form.season == "times"
    errors, scales = np.empty_like(data), np.ones_like(data) if times else None
    told, least = [], TINY * begin.unit
    for period in range(len(data) + 1):
        if period in at:
            squares, number = _squares(errors[:period], held)
            freedom = np.maximum(number - points.shape[1], 1.0)
            told.append(States(form, level, slope, year.copy(), steps, squares / freedom, freedom, period))
        if period == len(data):
            break
        place = period % season
        fading = phi * slope if trended else 0.0
        base = level + fading if trended else level
        if times:
            expected = np.maximum(base, least) * year[place]
            error = np.minimum(data[period] / expected - 1, 100.0)
            scales[period] = expected
        else:
            error = data[period] - base - year[place] if added else data[period] - base
        live = None if held is None else held[period]
        if live is not None:
            error = error * live
        errors[period] = error
        scaled = error * base if times else error
        moved = base + alpha * scaled
        level = moved if live is None else np.where(live, moved, level)
        if trended:
            turned = fading + beta * scaled
            slope = turned if live is None else np.where(live, turned, slope)
        if added:
            year[place] += gamma * error
        elif times:
            year[place] = np.maximum(year[place] * (1 + gamma * error), TINY)
    squares, number = _squares(errors, held)
    mean = np.maximum(squares / np.maximum(number, 1), 1e-12 if times else 1e-12 * begin.unit**2)
    cost = number * (np.log(2 * np.pi * mean) + 1)
    if times:
        logs = np.log(scales) if held is None else np.where(held, np.log(scales), 0.0)
        cost = cost + 2 * logs.sum(axis=0)
    return np.where(np.isfinite(cost), cost, 1e300), told


def _squares(errors: np.ndarray, held: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """(series,) sums of squares and how many they are of."""
    number = held[: len(errors)].sum(axis=0) if held is not None else np.full(errors.shape[1], len(errors))
    return np.einsum("tn,tn->n", errors, errors), number.astype(float)
