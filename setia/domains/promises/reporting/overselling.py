"""Which kinds of promises tend to break: who promises what, where, more than we can keep?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.model import Direction
from setia.domains.promises.promises.sources import SOURCES
from setia.domains.promises.reporting.counting import Group, counted, where, within
from setia.domains.promises.reporting.kept import PERS, SINCE, UNTIL
from setia.domains.promises.reporting.rates import shrunk, weight_of
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit.kinds import Reference, Whole
from setia.kit.kinds.references import STAFF
from setia.kit.kinds.shares import Share
from setia.kit.reports import Column, Report, Row, Table

MOST = 200
APART = [PERS["seller"], PERS["source"], PERS["product"]]
COLUMNS = (
    Column("promised_by_id", gettext_lazy("Promised by"), Reference(STAFF)),
    Column("source", gettext_lazy("Source"), SOURCES),
    Column("product_id", gettext_lazy("Product"), Reference("catalog.product")),
    Column("broken", gettext_lazy("Broken"), Whole()),
    Column("ended", gettext_lazy("Ended"), Whole()),
    Column("rate", gettext_lazy("Rate broken"), Share()),
    Column("expected", gettext_lazy("To be expected"), Share(), help=gettext_lazy(
        "The rate drawn towards what is usual, the more the fewer cases there are.")),
)  # fmt: skip


def make(values: Mapping[str, Any], by: Actor) -> Table:
    groups = counted([per.path for per in APART], Direction.OURS, values["since"], values["until"], by)
    groups = [group for group in groups if group.ended]
    total = sum(group.ended for group in groups)
    if not total:
        return Table(COLUMNS, [], [_("No promise of these days has been kept or broken yet.")])
    usual = sum(group.broken for group in groups) / total
    weight = weight_of([(group.broken, group.ended) for group in groups])
    rows = [_row(group, usual, weight, within(values)) for group in groups]
    rows.sort(key=lambda row: (-row.values["expected"], -row.values["ended"], row.where))
    read = reader_for(by.language, by.zone)
    notes = [
        _("Usually %(rate)s of the promises that come to an end are broken.") % {"rate": read.percent(usual, 1)},
        _("What is to be expected is reckoned as if each kind had %(weight)s more promises of the usual sort: one bad"
          " case is no verdict (Kleinman 1973).") % {"weight": read.number(round(weight))},
    ]  # fmt: skip
    if len(rows) > MOST:
        notes.append(_("The first %(most)s of %(number)s.") % {"most": MOST, "number": len(rows)})
    return Table(COLUMNS, rows[:MOST], notes)


def _row(group: Group, usual: float, weight: float, days: str) -> Row:
    expected = shrunk(group.broken, group.ended, usual, weight)
    values = {per.path: value for per, value in zip(APART, group.by, strict=True)}
    values |= {
        "broken": group.broken, "ended": group.ended, "rate": group.broken / group.ended, "expected": expected,
    }  # fmt: skip
    apart = (per.where(value) for per, value in zip(APART, group.by, strict=True))
    return Row(values, "promises", where('direction = "ours"', *apart, days))


REPORT = Report(
    "over-selling",
    gettext_lazy("Over-selling"),
    gettext_lazy("Which kinds of promises tend to be broken: by whom, where and about which product?"),
    "promises.promise",
    make,
    icon="trending-down",
    asks=(SINCE, UNTIL),
    reads={"promises.promise": ("status", "made_on", "direction", "promised_by", "source", "product")},
    place=41,
)
