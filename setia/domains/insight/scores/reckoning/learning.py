"""What is learnt from all purchases of a firm: which model does best, what it then says, and how well it did.

What it tells is plain JSON, and stands in `Reckoning.told`:

- `choice`: the model, why, until when was learnt and tested, every trial with its figures and its calibration;
- `buying` and `spending`: the fitted models; `usual`: the median customer, against whom scores are explained;
- `too_little` by "staying" and "worth": why nothing can be said (`answering.TooLittle`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.buying import choosing
from setia.domains.insight.buying.reasons import usual
from setia.domains.insight.buying.repeat import fitting, spending
from setia.domains.insight.buying.repeat.fitting import Fitted
from setia.domains.insight.buying.repeat.spending import Spending
from setia.domains.insight.buying.summaries import Summary, summarised
from setia.domains.insight.scores.reckoning.purchases import Bought

VERSION = 1
TRIED = 200_000
"""Customers on whom the models are tried; of a larger firm every so many."""


@dataclass(frozen=True, eq=False)
class Learnt:
    summary: Summary | None
    buying: Fitted | None
    values: Spending | None
    told: dict[str, Any]


def learn(bought: Bought) -> Learnt:
    told: dict[str, Any] = {"version": VERSION, "too_little": {}, "customers": len(bought.whole["party"])}
    try:
        summary = summarised(bought.party, bought.day, bought.value, as_of=bought.as_of)
    except TooLittle as error:
        told["too_little"] = dict.fromkeys(("staying", "worth"), _words(error))
        return Learnt(None, None, None, told)
    told |= {"without_contract": len(summary), "usual": usual(summary).tolist()}
    buying, values = _fitted(bought, summary, told), None
    if buying:
        try:
            values = spending.fit(summary)
            told["spending"] = asdict(values)
        except TooLittle as error:
            told["too_little"]["worth"] = _words(error)
    return Learnt(summary, buying, values, told)


def _fitted(bought: Bought, summary: Summary, told: dict[str, Any]) -> Fitted | None:
    try:
        model = _chosen(bought, len(summary), told)
        buying = fitting.fit(summary, model)
    except TooLittle as error:
        told["too_little"] = dict.fromkeys(("staying", "worth"), _words(error))
        return None
    told["buying"] = asdict(buying)
    return buying


def _chosen(bought: Bought, customers: int, told: dict[str, Any]) -> str:
    """By hold-out; where the history is too short for one, the one that doubts everybody."""
    step = -(-customers // TRIED)
    some = bought.party % step == 0 if step > 1 else np.ones(len(bought.party), bool)
    try:
        choice = choosing.choose(bought.party[some], bought.day[some], bought.value[some], as_of=bought.as_of)
    except TooLittle as error:
        if error.reason not in ("hold-out", "repeat buyers", "customers", "alike", "purchases"):
            raise
        told["untested"] = _words(error)
        return fitting.PARETO_NBD.name
    told["choice"] = asdict(choice)
    return choice.model


def _words(error: TooLittle) -> dict[str, Any]:
    return {"reason": error.reason, "there": error.there, "needed": error.needed}
