"""Every method under its name, said in one form: what it would have told at several moments of the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from setia.domains.insight.demand.methods import intermittent, spread
from setia.domains.insight.demand.methods.plain import average, naive, seasonal_naive
from setia.domains.insight.demand.methods.smoothing import FORMS, fitted, followed
from setia.domains.insight.demand.methods.telling import Told, stacked
from setia.domains.insight.demand.methods.theta import theta

METHODS = ("naive", "seasonal naive", "average", "croston", "sba", "tsb", "ets", "theta")


@dataclass(frozen=True)
class Question:
    """by_period (periods, series) of demand, each series from its `first` on; what is learnt comes from the first
    `known` periods, forecasts are made at each of `origins` (numbers of periods known then) for `horizon` periods."""

    by_period: np.ndarray
    first: np.ndarray
    known: int
    origins: tuple[int, ...]
    horizon: int
    season: int
    level: float = spread.LEVEL

    def of(self, lines: np.ndarray) -> Question:
        part = np.ascontiguousarray(self.by_period[:, lines])
        return Question(part, self.first[lines], self.known, self.origins, self.horizon, self.season, self.level)


def told(method: str, asked: Question) -> Told:
    data, first, origins, horizon, level = asked.by_period, asked.first, asked.origins, asked.horizon, asked.level
    if method == "naive":
        return naive(data, first, origins, horizon, level)
    if method == "seasonal naive":
        return seasonal_naive(data, first, origins, horizon, level, asked.season)
    if method == "average":
        return average(data, first, origins, horizon, level)
    if method == "ets":
        return ets(asked)
    if method == "theta":
        return theta(data, first, asked.known, origins, horizon, level, asked.season)
    return now_and_then(method, asked)


def now_and_then(method: str, asked: Question) -> Told:
    """Croston, SBA or TSB, alpha from `intermittent.GRID` by what was missed before `known`."""
    quantities = asked.by_period.T
    stops = tuple(dict.fromkeys((asked.known, *asked.origins)))
    found = intermittent.smoothed(quantities, method, intermittent.GRID, asked.first, settle=asked.known, at=stops)
    whole = (quantities == np.floor(quantities)).all(axis=1)
    parts = []
    for origin in asked.origins:
        place = stops.index(origin)
        variance = spread.sizes_variance(quantities[:, :origin])
        chance = found.chance[place]
        size = np.divide(found.rate[place], chance, out=np.zeros_like(chance), where=chance > 0)
        one = spread.compound(chance, size, variance, found.alpha, 1, asked.level, whole)
        mean, low, high = (np.repeat(part[:, None], asked.horizon, axis=1) for part in one)
        parts.append((mean, low, high))
    return stacked(parts, asked.first < asked.known)


def ets(asked: Question) -> Told:
    """Of the forms of exponential smoothing the one with the smallest AICc, each series by itself. Those with a year
    need two years before `known`."""
    long = (asked.known - asked.first).max(initial=0) >= 2 * asked.season and asked.season > 1
    two_years = asked.known - asked.first >= 2 * asked.season
    forms = [form for form in FORMS if form.season == "none" or long]
    fits = []
    scores = np.full((len(forms), len(asked.first)), np.inf)
    for number, form in enumerate(forms):
        lines = np.arange(len(asked.first)) if form.season == "none" else np.flatnonzero(two_years)
        part = asked.of(lines)
        fit = fitted(part.by_period, part.first, form, asked.season, asked.known, steps=80, close=1e-4)
        fits.append((fit, lines))
        scores[number, lines] = fit.aicc
    best = scores.argmin(axis=0)
    shape = (len(asked.origins), len(asked.first), asked.horizon)
    mean, low, high = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for number, (fit, lines) in enumerate(fits):
        mine = np.flatnonzero(best[lines] == number)
        if not len(mine):
            continue
        part = asked.of(lines[mine])
        held = None if (part.first == 0).all() else np.arange(len(part.by_period))[:, None] >= part.first
        states = followed(fit.form, part.by_period, held, fit.points[mine], fit.begin.of(mine), asked.origins)[1]
        for place, state in enumerate(states):
            mean[place, lines[mine]], low[place, lines[mine]], high[place, lines[mine]] = spread.normal(
                *state.ahead(asked.horizon), asked.level, state.freedom
            )
    names = tuple(forms[number].name for number in best)
    return stacked(list(zip(mean, low, high, strict=True)), np.isfinite(scores.min(axis=0)), names)
