"""Which model fits a firm: each is fitted on the past until a day and asked about the time since.

The one with the least deviance is chosen. Models within `ALIKE` of it are as good as equal: among these one is taken
that can doubt one-time buyers, of whom BG/NBD says that they are customers for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.calibration import Accuracy, Bin, accuracy, calibration
from setia.domains.insight.buying.repeat.betageometric import BG_NBD
from setia.domains.insight.buying.repeat.fitting import MODELS, Fitted, answer, fit
from setia.domains.insight.buying.repeat.histories import WEEK
from setia.domains.insight.buying.summaries import Summary, purchases_between, summarised

Array = NDArray[Any]
ALIKE = 0.01
LEAST_DAYS = 84
"""Days of history below which there is nothing to hold out."""


@dataclass(frozen=True)
class Trial:
    """How one model did. `fitted` is what it learnt from the time before; for answers fit it anew on all there is."""

    model: str
    accuracy: Accuracy
    bins: list[Bin]
    fitted: Fitted


@dataclass(frozen=True)
class Choice:
    """`model` was chosen because of `why`: "best", or "doubts" where another was better by less than `ALIKE`.

    `learnt_until` and `tested_until` are day numbers; `steady` is how well those do who take it that everybody goes on
    buying as often as so far; `refused` says by model why it could not be tried.
    """

    model: str
    why: str
    best: str
    learnt_until: int
    tested_until: int
    trials: list[Trial]
    steady: Accuracy
    refused: dict[str, str]

    @property
    def trial(self) -> Trial:
        return next(trial for trial in self.trials if trial.model == self.model)


def choose(
    customer: Array,
    day: Array,
    value: Array | None = None,
    *,
    as_of: int,
    held_out: int | None = None,
    models: tuple[str, ...] = tuple(MODELS),
    unit: float = WEEK,
) -> Choice:
    """From purchases as for `summaries.summarised`. `held_out` days before `as_of` are kept apart: by default a third
    of the history, a year at most. Refuses with `TooLittle`."""
    customer, day = np.asarray(customer), np.asarray(day)
    known = day[day <= as_of]
    require(len(known), 1, "purchases", "purchases")
    span = int(as_of) - int(known.min())
    require(span, LEAST_DAYS, "hold-out", "days of history")
    held_out = min(365, span // 3) if held_out is None else held_out
    if not 0 < held_out < span:
        raise ValueError("What is held out has to be a part of the history.")
    until = int(as_of) - held_out
    summary = summarised(customer, day, value, as_of=until)
    came = purchases_between(customer, day, value, summary.customer, until, int(as_of))
    trials, refused = _tried(summary, came, held_out, models, unit)
    best = min(trials, key=lambda trial: trial.accuracy.deviance)
    model = _doubting(trials, best)
    steady = accuracy(summary.repeats / np.maximum(summary.age, 1) * held_out, came)
    why = "best" if model == best.model else "doubts"
    return Choice(model, why, best.model, until, int(as_of), trials, steady, refused)


def _doubting(trials: list[Trial], best: Trial) -> str:
    """The best model, or one as good as it that can doubt one-time buyers if it cannot."""
    near = best.accuracy.deviance * (1 + ALIKE)
    doubting = [trial for trial in trials if trial.model != BG_NBD.name and trial.accuracy.deviance <= near]
    if best.model != BG_NBD.name or not doubting:
        return best.model
    return min(doubting, key=lambda trial: trial.accuracy.deviance).model


def _tried(
    summary: Summary, came: Array, held_out: int, models: tuple[str, ...], unit: float
) -> tuple[list[Trial], dict[str, str]]:
    trials: list[Trial] = []
    refused: dict[str, TooLittle] = {}
    for name in models:
        try:
            fitted = fit(summary, name, unit=unit)
        except TooLittle as error:
            refused[name] = error
            continue
        foreseen = answer(fitted, summary, held_out).purchases
        trials.append(Trial(name, accuracy(foreseen, came), calibration(foreseen, came), fitted))
    if not trials:
        raise next(iter(refused.values()))
    return trials, {name: str(error) for name, error in refused.items()}
