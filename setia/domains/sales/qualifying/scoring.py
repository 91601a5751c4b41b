"""How far the answers speak for a lead: from 0 to 100, and in words how that came about.

Every question that is asked of its kind of business counts with its weight, also while it is unanswered: the score
is the part of what could be reached that was reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.search import fold
from setia.kit.kinds.plain import WORDS_OF_NO, WORDS_OF_YES
from setia.kit.resources import registry

MOST = 10
"""Points that a line of a list of answers may have."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as far as answers are judged by it."""

    id: int
    name: str
    kind: str
    sector: str
    weight: int
    good_is_no: bool
    worst: Decimal | None
    best: Decimal | None
    options: str


NAMES = ("id", "name", "kind", "sector", "weight", "good_is_no", "worst", "best", "options")


def questions() -> list[Asked]:
    rows = registry["lead-questions"].model._default_manager.filter(archived_at__isnull=True)
    return [Asked(*row) for row in rows.order_by("position", "id").values_list(*NAMES)]


def asked_of(sector: str, among: Iterable[Asked]) -> list[Asked]:
    return [one for one in among if one.sector in ("", sector)]


def options_of(text: str) -> dict[str, tuple[str, int]]:
    """The lines of a list of answers by their folded names: how each is written, and its points from 0 to 10."""
    found: dict[str, tuple[str, int]] = {}
    for line in filter(str.strip, text.splitlines()):
        name, equals, points = line.rpartition("=")
        name, points = (name.strip(), points.strip()) if equals else (line.strip(), "0")
        if not name or not points.isdigit() or int(points) > MOST:
            raise ValueError(line.strip())
        found[fold(name)] = name, int(points)
    return found


def worth(question: Asked, value: str) -> float:
    """From 0 to 1, how good an answer is."""
    if question.kind == "yes_no":
        return float((value == "yes") != question.good_is_no)
    if question.kind == "choice":
        try:
            return options_of(question.options).get(fold(value), ("", 0))[1] / MOST
        except ValueError:
            return 0.0
    if question.kind == "number" and question.worst is not None and question.best is not None:
        span = question.best - question.worst
        reached = (Decimal(value) - question.worst) / span if span else Decimal(0)
        return float(min(max(reached, Decimal(0)), Decimal(1)))
    return 0.0


def normal(question: Asked, value: str) -> str:
    """The answer as it is kept. Raises ValueError with the words of the refusal."""
    text = " ".join(value.split())
    if question.kind == "yes_no":
        if text.lower() in WORDS_OF_YES:
            return "yes"
        if text.lower() in WORDS_OF_NO - {""}:
            return "no"
        raise ValueError(_("Answer with yes or no."))
    if question.kind == "number":
        try:
            number = Decimal(text.replace("\u202f", "").replace(" ", "").replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
            raise ValueError(_("Answer with a number."))
        return format(number.normalize(), "f")
    if question.kind == "choice":
        known = options_of(question.options)
        if fold(text) not in known:
            names = ", ".join(name for name, _points in known.values())
            raise ValueError(_("Answer with one of: %(answers)s.") % {"answers": names})
        return known[fold(text)][0]
    return text


def answers_of(leads: Iterable[int]) -> dict[int, dict[int, str]]:
    """By lead and question."""
    rows = registry["lead-answers"].model._default_manager.filter(archived_at__isnull=True)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for lead, question, value in bulk.found(rows, "lead_id", leads, "lead_id", "question_id", "value"):
        found[lead][question] = value
    return found


def scores_of(sectors: Mapping[int, str]) -> dict[int, int | None]:
    """The scores of leads, given their kinds of business; None where nothing that counts was answered."""
    if not sectors:
        return {}
    known, given = questions(), answers_of(sectors)
    return {lead: score(asked_of(sector, known), given.get(lead, {})) for lead, sector in sectors.items()}


def score(asked: Iterable[Asked], given: Mapping[int, str]) -> int | None:
    counting = [one for one in asked if one.weight and one.kind != "text"]
    most = sum(one.weight for one in counting)
    answered = [one for one in counting if one.id in given]
    if not most or not answered:
        return None
    return round(100 * sum(one.weight * worth(one, given[one.id]) for one in answered) / most)


def explain_scores(rows: list[dict[str, Any]]) -> None:
    """For a page of leads: each question with what its answer brings of what it could bring."""
    ids = [row["id"] for row in rows]
    sectors = dict(bulk.found(registry["leads"].model._default_manager.all(), "pk", ids, "pk", "sector"))
    known, given = questions(), answers_of(ids)
    for row in rows:
        asked = asked_of(sectors.get(row["id"], ""), known)
        row["score_why"] = "\n".join(_lines(asked, given.get(row["id"], {})))


def _lines(asked: list[Asked], given: Mapping[int, str]) -> list[str]:
    counting = [one for one in asked if one.weight and one.kind != "text"]
    most = sum(one.weight for one in counting)
    if not most:
        return [_("There are no questions that count for this kind of business.")]
    if not any(one.id in given for one in counting):
        return [_("Nothing was answered yet.")]
    told = []
    for one in counting:
        could = 100 * one.weight / most
        if one.id not in given:
            words = _("%(question)s Not asked yet (0 of %(most)s)")
            told.append(words % {"question": one.name, "most": f"{could:.0f}"})
            continue
        brings = {"points": f"{could * worth(one, given[one.id]):.0f}", "most": f"{could:.0f}"}
        words = _("%(question)s %(answer)s (%(points)s of %(most)s)")
        told.append(words % {"question": one.name, "answer": said(one, given[one.id]), **brings})
    return told


def said(question: Asked, value: str) -> str:
    """An answer in the reader's language."""
    return {"yes": _("Yes"), "no": _("No")}.get(value, value) if question.kind == "yes_no" else value
