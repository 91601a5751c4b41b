"""Cohorts: of those who first bought in a month, how many bought again in the months after it, and for how much."""

from __future__ import annotations

from collections.abc import Mapping
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
BY = (("customers", gettext_lazy("How many bought")), ("value", gettext_lazy("Value per customer")))
SHOWN = Field("by", gettext_lazy("What"), Choice(BY), "by", default="customers")


def columns(kind: str) -> list[Column]:
    return [
        Column("month", gettext_lazy("First bought in"), Text(20)), Column("size", gettext_lazy("Customers"), Whole()),
        *(Column(f"m{k}", _("Month %(number)d") % {"number": k}, MONEY if kind == "value" else Share())
          for k in range(0 if kind == "value" else 1, MONTHS + 1)),
    ]  # fmt: skip


def make(values: Mapping[str, Any], by: Actor) -> Table:
    kind = values.get("by") or "customers"
    found = Behaviour("cohorts", columns(kind), by)
    if found.silence:
        return found.silence
    rows, marks, months = [], [], []
    for cohort in found.told["rows"]:
        first = date.fromisoformat(f"{cohort['month']}-01")
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        words, size = found.read.month(first, short=True), cohort["size"]
        told: dict[str, Any] = {"month": words, "size": size, "currency": found.currency}
        for k in range(MONTHS + 1):
            # A month that is not over would look as if everybody stayed away.
            is_over = k < len(cohort["whole"]) and cohort["whole"][k] and size >= FEWEST
            share = cohort["active"][k] / size if is_over else None
            told[f"m{k}"] = share if kind == "customers" else each(cohort["value"][k], size) if is_over else None
            if k and share is not None:
                said = f"{words}, {_('Month %(number)d') % {'number': k}}: {found.read.percent(share)}"
                marks.append(Mark(words, round(share, 4), said, str(k)))
        months.append(words)
        rows.append(opening(told, f"first_on >= {first} and first_on < {after}"))
    found.notes.append(_("Month 0 is that of the first purchase. Months that are not over yet are left out, and "
                         "nothing is said of fewer than %(fewest)d customers.") % {"fewest": FEWEST})  # fmt: skip
    label = _("How many bought in the months after the first purchase")
    heat = Chart("heat", label, "", "", marks, months, [str(k) for k in range(1, MONTHS + 1)], percent=True)
    return Table(columns(kind), rows, found.notes, charts=[heat] if marks else [])


COHORTS = report(
    "cohorts", gettext_lazy("Cohorts"),
    gettext_lazy("Of those who first bought in a month, how many still buy months later?"), make, "grid-3x3", 24,
    asks=(SHOWN,),
)  # fmt: skip
