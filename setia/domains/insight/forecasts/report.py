"""Do forecasts of demand come true? Those made earlier, month by month, against what was sold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Count, ExpressionWrapper, F, FloatField, Q, Sum, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.forecasts.model import Unit
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit.kinds import Choice, Day, Field, Figured, Flag, Number, Share, Whole
from setia.kit.reports import Column, Report, Row, Table, add
from setia.kit.resources import registry

MOST = 120
COLUMNS = (
    Column("period", gettext_lazy("Period"), Day()),
    Column("count", gettext_lazy("Forecasts"), Whole()),
    Column("expected", gettext_lazy("Expected"), Number(3, 18)),
    Column("came", gettext_lazy("Came true"), Number(3, 18)),
    Column("held", gettext_lazy("Intervals that held"), Share(), help=gettext_lazy("80 of 100 should")),
    Column("against", gettext_lazy("Error against “as before”"), Figured(2),
           help=gettext_lazy("Below 1: missed less than “as in the period before”")),
    Column("later", gettext_lazy("Made afterwards"), Flag(), help=gettext_lazy("From what was known on that day")),
)  # fmt: skip
ASKS = (
    Field("by", gettext_lazy("By"), Choice(Unit.choices), "by", default=Unit.MONTH.value),
    Field("ahead", gettext_lazy("Periods ahead"), Whole(1, 8), "ahead", default=1),
    Field("whole", gettext_lazy("Whole price segments"), Flag(), "whole", default=False),
)


def make(values: Mapping[str, Any], by: Actor) -> Table:
    unit, ahead = values["by"] or Unit.MONTH.value, values["ahead"] or 1
    rows = registry.of_noun("insight.demandforecast").rows(by.access)
    rows = rows.filter(archived_at__isnull=True, unit=unit, ahead=ahead, came_true__isnull=False)
    rows = rows.filter(product__isnull=bool(values["whole"]))
    off = F("expected") - F("came_true")
    plain = F("naive") - F("came_true")
    inside = Q(low__lte=F("came_true"), high__gte=F("came_true"))
    found = rows.order_by("-period").values("period", "is_afterwards").annotate(
        count=Count("pk"), expected_=Sum("expected"), came=Sum("came_true"),
        held=Sum(Case(When(inside, then=Value(1)), default=Value(0))),
        missed=Sum(_squared(off)), naive_=Sum(_squared(plain)),
    )[:MOST]  # fmt: skip
    told = [_row(one, unit, ahead, bool(values["whole"])) for one in found]
    return Table(COLUMNS, told, _notes(told, reader_for(by.language, by.zone)))


def _squared(difference: Any) -> ExpressionWrapper:
    number = ExpressionWrapper(difference * Value(1.0), FloatField())
    return ExpressionWrapper(number * number, FloatField())


def _row(one: Mapping[str, Any], unit: str, ahead: int, whole: bool) -> Row:
    where = (
        f'unit = "{unit}" and ahead = {ahead} and period = {one["period"]} and came_true is not empty and '
        f"is_afterwards = {'yes' if one['is_afterwards'] else 'no'} and product is {'' if whole else 'not '}empty"
    )
    against = (float(one["missed"]) / float(one["naive_"])) ** 0.5 if one["naive_"] else None
    return Row(
        {
            "period": one["period"], "count": one["count"], "expected": one["expected_"], "came": one["came"],
            "held": one["held"] / one["count"], "against": against, "later": one["is_afterwards"],
            "missed": float(one["missed"]), "naive": float(one["naive_"]), "inside": one["held"],
        },
        "demand-forecasts", where,
    )  # fmt: skip


def _notes(told: list[Row], read: Reader) -> list[str]:
    if not told:
        return [_("There is no forecast yet whose period is over.")]
    count = sum(row.values["count"] for row in told)
    words = _("In all %(held)s of %(of)s intervals held what came true; 80 of 100 should.")
    notes = [words % {"held": read.number(sum(row.values["inside"] for row in told)), "of": read.number(count)}]
    naive = sum(row.values["naive"] for row in told)
    if naive:
        against = (sum(row.values["missed"] for row in told) / naive) ** 0.5
        words = _("It missed %(share)s as much as “as in the period before”.")
        notes.append(words % {"share": read.percent(against)})
    if any(row.values["later"] for row in told):
        notes.append(_("What was made afterwards used only what was known then, but the method was chosen by it."))
    return notes


add(Report(
    "demand-accuracy", gettext_lazy("Do forecasts of demand come true?"),
    gettext_lazy("Former forecasts by week or month, against what was sold and against “as in the period before”"),
    "insight.demand", make, "crosshair", ASKS, {"insight.demandforecast": ("expected", "came_true")}, "catalog", 60,
))  # fmt: skip
