"""What was chosen for one series, in words and figures: forecast, why this method, and what it said in the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from setia.domains.insight.answering import Answer, Reason
from setia.domains.insight.demand.choosing import Chosen
from setia.domains.insight.demand.kinds import KINDS
from setia.domains.insight.demand.methods.telling import Told
from setia.domains.insight.demand.methods.telling_all import METHODS


@dataclass(frozen=True)
class Past:
    """Said when `known` periods were known, of the period `ahead` steps later; and what came true."""

    known: int
    ahead: int
    said: Answer
    came_true: float

    @property
    def held(self) -> bool:
        return self.said.low <= self.came_true <= self.said.high


@dataclass(frozen=True)
class Forecast:
    """`method` is one of METHODS, `form` its form (of exponential smoothing); `scores` by method the RMSSE of those
    that could be tried (below 1: missed less than "as in the period before" did while learning); `steps` one for each
    period ahead."""

    kind: str
    method: str
    form: str
    scores: dict[str, float]
    steps: tuple[Answer, ...]
    past: tuple[Past, ...]
    reasons: tuple[Reason, ...]

    @property
    def held(self) -> float | None:
        """Share of the past intervals that held; None without any."""
        return sum(one.held for one in self.past) / len(self.past) if self.past else None


def reading(chosen: Chosen, line: int) -> Forecast:
    """Of one series. Raises its TooLittle where it was refused."""
    if line in chosen.refused:
        raise chosen.refused[line]
    group = next(one for one in chosen.groups if line in one.lines)
    place = int(np.flatnonzero(group.lines == line)[0])
    method = METHODS[group.chosen[place]]
    scores = {
        name: round(float(score), 6) for name, score in zip(METHODS, group.scores[place], strict=True) if score < np.inf
    }
    past = () if group.past is None else tuple(
        Past(known, step + 1, _answer(group.past, number, place, step), float(chosen.quantities[line, known + step]))
        for number, known in enumerate(group.origins)
        for step in range(group.past.mean.shape[2])
    )  # fmt: skip
    steps = tuple(_answer(group.ahead, 0, place, step) for step in range(chosen.horizon))
    kind = KINDS[chosen.kinds.kind[line]]
    reasons = (*_why(chosen, line, method, scores, len(group.origins)), *_how_it_did(past, chosen.level))
    return Forecast(kind, method, group.forms[place], scores, steps, past, reasons)


def _answer(told: Told, number: int, place: int, step: int) -> Answer:
    where = (number, place, step)
    return Answer(float(told.mean[where]), float(told.low[where]), float(told.high[where]))


def _why(chosen: Chosen, line: int, method: str, scores: dict[str, float], origins: int) -> list[Reason]:
    found = chosen.kinds
    reasons = [
        Reason(
            "Demand is %(kind)s: sold in one of %(gap).2f periods, the sizes vary by %(variation).0f %%.",
            {
                "kind": KINDS[found.kind[line]], "gap": float(found.gap[line]),
                "variation": 100 * float(found.variation[line]) ** 0.5,
            },
        )
    ]  # fmt: skip
    if not scores:
        words = "Too short to try methods on its past: the average of %(periods)d periods."
        reasons.append(Reason(words, {"periods": chosen.quantities.shape[1] - int(chosen.first[line])}))
    else:
        words = (
            "Of %(tried)d methods tried at %(origins)d moments of the past, “%(method)s” missed least: %(score).3f, "
            "“as in the period before” %(naive).3f."
        )
        figures = {
            "tried": len(scores), "origins": origins, "method": method, "score": scores[method],
            "naive": scores["naive"],
        }  # fmt: skip
        reasons.append(Reason(words, figures))
    if chosen.outliers[line]:
        words = "%(periods)d periods sold far beyond the usual and are counted as much as is still usual."
        reasons.append(Reason(words, {"periods": int(chosen.outliers[line])}))
    return reasons


def _how_it_did(past: tuple[Past, ...], level: float) -> list[Reason]:
    if not past:
        return []
    words = "In the past %(held)d of %(of)d intervals held what came true; %(level).0f %% should."
    figures = {"held": sum(one.held for one in past), "of": len(past), "level": 100 * level}
    return [Reason(words, figures)]
