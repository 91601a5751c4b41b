"""The time between purchases: how many come back after the first, the second …, and after how many days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.behaviour.reports.saying import Behaviour, opening, report
from setia.foundation.access import Actor
from setia.kit.charts import Chart, Mark
from setia.kit.kinds import Share, Whole
from setia.kit.measures import wilson
from setia.kit.reports import Column, Table

COLUMNS = (
    Column("n", gettext_lazy("Purchases"), Whole()),
    Column("customers", gettext_lazy("Customers with so many"), Whole()),
    Column("again", gettext_lazy("Bought again"), Share(1), ("low", "high")),
    Column("low", gettext_lazy("at least"), Share(1)), Column("high", gettext_lazy("at most"), Share(1)),
    Column("quarter", gettext_lazy("A quarter within days"), Whole()),
    Column("half", gettext_lazy("Half within days"), Whole()),
    Column("most", gettext_lazy("Three quarters within days"), Whole()),
)  # fmt: skip


def make(_values: Mapping[str, Any], by: Actor) -> Table:
    found = Behaviour("gaps", COLUMNS, by)
    if found.silence:
        return found.silence
    rows, marks = [], []
    for n, there, again, quarter, half, most in found.told["rows"]:
        share = again / there
        low, high = wilson(share, there)
        told = {"n": n, "customers": there, "again": share, "low": low, "high": high, "quarter": quarter, "half": half,
                "most": most}  # fmt: skip
        rows.append(opening(told, f"days >= {n}"))
        marks.append(Mark(str(n), share, f"{n}: {found.read.percent(share, 1)}", low=low, high=high))
    tenth, _quarter, half, _most, late = found.told["quantiles"]
    words = _("Of %(count)s purchases that followed another one, half came within %(half)s days, one of ten within "
              "%(tenth)s, nine of ten within %(late)s.")  # fmt: skip
    number = found.read.number
    found.notes += [
        words % {"count": number(found.told["count"]), "half": number(half), "tenth": number(tenth),
                 "late": number(late)},
        _("All purchases of one day count as one. Who bought lately may still come back, so the shares will rise. At "
          "least and at most hold in 95 of 100 cases."),
    ]  # fmt: skip
    label = _("Bought again, by the number of purchases before")
    order = [mark.x for mark in marks]
    return Table(COLUMNS, rows, found.notes, charts=[Chart("line", label, "", "", marks, order, (), True, True)])


GAPS = report(
    "time-between-purchases", gettext_lazy("Time between purchases"),
    gettext_lazy("How many buy again, and after how long?"), make, "hourglass", 23,
)  # fmt: skip
