"""How lately, how often and for how much customers bought: in groups, with what the groups were before."""

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

BY = (("often", gettext_lazy("How lately and how often")), ("value", gettext_lazy("Value, in fifths")))
GROUPED = Field("by", gettext_lazy("By"), Choice(BY), "by", default="often")
SUMS = (
    Column("share", gettext_lazy("Share"), Share(1)),
    Column("purchases", gettext_lazy("Purchases"), Whole()), Column("value", gettext_lazy("Value"), MONEY),
    Column("each", gettext_lazy("Value per customer"), MONEY),
    Column("value_share", gettext_lazy("Share of the value"), Share(1)),
)  # fmt: skip
CUSTOMERS = Column("customers", gettext_lazy("Customers"), Whole())
OFTEN = (
    Column("lately", gettext_lazy("Bought"), Text(60)), Column("often", gettext_lazy("How often"), Text(60)), CUSTOMERS,
    Column("before", gettext_lazy("A year before"), Whole()), *SUMS,
)  # fmt: skip
FIFTHS = (Column("fifth", gettext_lazy("Fifth"), Text(60)), Column("least", gettext_lazy("Value from"), MONEY),
          Column("greatest", gettext_lazy("to"), MONEY), CUSTOMERS, *SUMS)  # fmt: skip


def make(values: Mapping[str, Any], by: Actor) -> Table:
    return _fifths(by) if values.get("by") == "value" else _often(by)


def _often(by: Actor) -> Table:
    found = Behaviour("groups", OFTEN, by)
    if found.silence:
        return found.silence
    lately, while_ago, often = (found.told[name] for name in ("lately", "while_ago", "often"))
    now = {(r, f): rest for r, f, *rest in found.told["snapshots"][-1]}
    before = {(r, f): rest for r, f, *rest in found.told["year_before"]}
    silent, times = _silent(lately, while_ago), _times(often)
    days = [f"last_on >= {found.back(lately)}", f"last_on < {found.back(lately)} and last_on >= "
            f"{found.back(while_ago)}", f"last_on < {found.back(while_ago)}"]  # fmt: skip
    counts = ["bought = 1", f"bought > 1 and bought <= {often}", f"bought > {often}"]
    rows = [
        opening(
            {"lately": silent[r], "often": times[f], "before": before.get((r, f), [0])[0]}
            | _sums(now.get((r, f), [0, 0, 0]), list(now.values()), found.currency),
            f"{days[r]} and {counts[f]}",
        )
        for r in range(3)
        for f in range(2, -1, -1)
        if (r, f) in now or (r, f) in before
    ]
    found.notes.append(
        _("Three of four who came back did so within %(lately)s days, 19 of 20 within %(while_ago)s. “Often” is more "
          "often than three of four of those who came back.")
        % {"lately": found.read.number(lately), "while_ago": found.read.number(while_ago)}
    )  # fmt: skip
    return Table(OFTEN, rows, found.notes, charts=[_history(found, silent)])


def _silent(lately: int, while_ago: int) -> list[str]:
    return [
        _("in the last %(days)d days") % {"days": lately},
        _("%(first)d to %(last)d days ago") % {"first": lately + 1, "last": while_ago},
        _("more than %(days)d days ago") % {"days": while_ago},
    ]


def _times(often: int) -> list[str]:
    some = _("2 to %(most)d times") % {"most": often} if often > 2 else _("twice")
    return [_("once"), some, _("more than %(most)d times") % {"most": often}]


def _sums(row: list[int], whole: list[list[int]], currency: str) -> dict[str, Any]:
    customers, purchases, value = row
    people, amount = sum(one[0] for one in whole), sum(one[2] for one in whole)
    return {
        "customers": customers, "purchases": purchases, "value": value, "currency": currency,
        "each": each(value, customers), "share": customers / people if people else None,
        "value_share": value / amount if amount > 0 else None,
    }  # fmt: skip


def _history(found: Behaviour, silent: list[str]) -> Chart:
    """Customers by how lately they bought, at the ends of the quarters before and now."""
    days = [found.read.date(date.fromisoformat(day)) for day in found.told["days"]]
    marks = []
    for day, rows in zip(days, found.told["snapshots"], strict=True):
        for at, words in enumerate(silent):
            count = sum(row[2] for row in rows if row[0] == at)
            marks.append(Mark(day, count, f"{day}, {words}: {found.read.number(count)}", words))
    return Chart("stacked", _("Customers by how lately they had bought"), "", _("Customers"), marks, days, silent, True)


def _fifths(by: Actor) -> Table:
    found = Behaviour("fifths", FIFTHS, by)
    if found.silence:
        return found.silence
    told, rows, marks = found.told["rows"], [], []
    for fifth, customers, purchases, value, least, greatest in told:
        words = _("%(place)d of 5") % {"place": fifth + 1}
        sums = _sums([customers, purchases, value], [row[1:4] for row in told], found.currency)
        where = f"spent >= {found.money(least)} and spent <= {found.money(greatest)}"
        rows.append(opening({"fifth": words, "least": least, "greatest": greatest, **sums}, where))
        share = sums["value_share"] or 0.0
        marks.append(Mark(words, share, f"{words}: {found.read.percent(share, 1)}"))
    found.notes.append(_("The first fifth are those who spent most in all. Customers of the same value stay together."))
    chart = Chart("bar", _("Share of the value"), "", "", marks, [m.x for m in marks], timed=True, percent=True)
    return Table(FIFTHS, rows, found.notes, charts=[chart])


GROUPS = report(
    "customer-groups", gettext_lazy("Customers by how they buy"),
    gettext_lazy("Who bought lately, who often, who for much – and how has that changed?"), make, "users", 20,
    asks=(GROUPED,),
)  # fmt: skip
