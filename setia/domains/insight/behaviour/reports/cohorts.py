"""Cohorts: of those who first bought in a month, how many bought again in the months after it, and for how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.behaviour.reports.saying import MONEY, Behaviour, each, opening, report
from setia.foundation.access import Actor
from setia.kit.charts import Chart, Mark
from setia.kit.kinds import Choice, Field, Share, Text, Whole
from setia.kit.reports import Column, Table

MONTHS, FEWEST = 12, 5
BY = (
    ("customers", gettext_lazy("How many bought, by month")), ("quarter", gettext_lazy("How many bought, by quarter")),
    ("value", gettext_lazy("Value per customer, by month")),
)  # fmt: skip
SHOWN = Field("by", gettext_lazy("What"), Choice(BY), "by", default="customers")


def columns(kind: str) -> list[Column]:
    return [
        Column("first", gettext_lazy("First bought in"), Text(20)), Column("size", gettext_lazy("Customers"), Whole()),
        *(Column(f"m{k}", _("Month %(number)d") % {"number": k}, MONEY if kind == "value" else Share())
          for k in range(0 if kind == "value" else 1, MONTHS + 1)),
    ]  # fmt: skip


@dataclass
class Cohort:
    """Who first bought from `first` until before `after`; what they did in each month after it that is over."""

    words: str
    first: date
    after: date
    size: int
    active: list[int]
    value: list[int]


def make(values: Mapping[str, Any], by: Actor) -> Table:
    kind = values.get("by") or "customers"
    found = Behaviour("cohorts", columns(kind), by)
    if found.silence:
        return found.silence
    cohorts = _by_quarter(found) if kind == "quarter" else [_cohort(found, [one]) for one in found.told["rows"]]
    rows, marks = [], []
    for cohort in cohorts:
        told: dict[str, Any] = {"first": cohort.words, "size": cohort.size, "currency": found.currency}
        for k in range(min(MONTHS + 1, len(cohort.active)) if cohort.size >= FEWEST else 0):
            share = cohort.active[k] / cohort.size
            told[f"m{k}"] = each(cohort.value[k], cohort.size) if kind == "value" else share
            if k:
                said = f"{cohort.words}, {_('Month %(number)d') % {'number': k}}: {found.read.percent(share)}"
                marks.append(Mark(cohort.words, round(share, 4), said, str(k)))
        rows.append(opening(told, f"first_on >= {cohort.first} and first_on < {cohort.after}"))
    found.notes.append(_("Month 0 is that of the first purchase. Months that are not over yet are left out, and "
                         "nothing is said of fewer than %(fewest)d customers.") % {"fewest": FEWEST})  # fmt: skip
    label = _("How many bought in the months after the first purchase")
    places = list(dict.fromkeys(mark.x for mark in marks))
    heat = Chart("heat", label, "", "", marks, places, [str(k) for k in range(1, MONTHS + 1)], percent=True)
    return Table(columns(kind), rows, found.notes, charts=[heat] if marks else [])


def _by_quarter(found: Behaviour) -> list[Cohort]:
    """The months of a quarter together: each customer counts from the month of their own first purchase."""
    quarters: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in found.told["rows"]:
        year, month = map(int, row["month"].split("-"))
        quarters.setdefault((year, (month - 1) // 3), []).append(row)
    return [_cohort(found, rows, quarter) for quarter, rows in quarters.items()]


def _cohort(found: Behaviour, rows: list[dict[str, Any]], quarter: tuple[int, int] | None = None) -> Cohort:
    first = date.fromisoformat(f"{rows[0]['month']}-01")
    words, length = found.read.month(first, short=True), 1
    if quarter:
        first, length = date(quarter[0], 3 * quarter[1] + 1, 1), 3
        words = _("Q%(quarter)d %(year)d") % {"quarter": quarter[1] + 1, "year": quarter[0]}
    months = first.month - 1 + length
    after = date(first.year + months // 12, months % 12 + 1, 1)
    over = min(sum(row["whole"]) for row in rows)
    active, value = (
        [sum(row[part][k] for row in rows) for k in range(over)] for part in ("active", "value")
    )  # fmt: skip
    return Cohort(words, first, after, sum(row["size"] for row in rows), active, value)


COHORTS = report(
    "cohorts", gettext_lazy("Cohorts"),
    gettext_lazy("Of those who first bought in a month, how many still buy months later?"), make, "grid-3x3", 24,
    asks=(SHOWN,),
)  # fmt: skip
