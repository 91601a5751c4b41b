"""Demand of a product or a price segment as a page: what was sold, what is expected, and how far that came true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.insight.demand.periods import counted, dated
from setia.domains.insight.forecasts.model import Demand, DemandForecast, Method, Unit
from setia.domains.insight.forecasts.saying import NAMES, reasons
from setia.domains.insight.showing.blocks import Block, context_of
from setia.domains.insight.showing.prices import prices_of
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit import pages
from setia.kit.charts import Chart, Mark
from setia.kit.pages import RecordPage
from setia.kit.resources import registry

SHOWN = {"week": 52, "month": 24}
TEMPLATE = "insight/blocks.html"


def of_series(record: Demand, by: Actor) -> dict[str, Any]:
    read = reader_for(by.language, by.zone)
    return context_of(blocks_of(record, read), read)


def of_product(record: Product, by: Actor) -> dict[str, Any]:
    read = reader_for(by.language, by.zone)
    series = registry.of_noun("insight.demand").rows(by.access).filter(product=record.pk).order_by("unit")
    found = [block for one in series for block in blocks_of(one, read)]
    found += prices_of(record, by, read)
    if not found:
        words = _("Nothing of it was sold yet, or not since the marts were made, or it is not on sale.")
        found = [Block(_("Demand"), "demand", [words])]
    return context_of(found, read)


def sees_demand(by: Actor) -> bool:
    """Whether this person may know what follows from all orders."""
    resource = registry.of_noun("insight.demand")
    if not by.access.may("see", resource.governing):
        return False
    return bool(by.access.is_admin or not Demand.only_seen(by.access, ""))


def blocks_of(one: Demand, read: Reader) -> list[Block]:
    steps = list(DemandForecast.objects.filter(demand=one, is_latest=True, made_on=one.now_on).order_by("period"))
    past = list(
        DemandForecast.objects.filter(demand=one, is_latest=False, ahead=1, came_true__isnull=False).order_by("period")
    )
    values = {name: getattr(one, name) for name in NAMES}
    title = _("Demand by week") if one.unit == Unit.WEEK else _("Demand by month")
    block = Block(title, f"demand-{one.unit}", reasons(values, read), resource="demand", record=one.pk)
    history = _history(one)
    block.charts = [_chart(one, history, steps, title, read)]
    block.columns = [(_("Period"), False), (_("Sold"), True), (_("Expected"), True), (_("At least"), True),
                     (_("At most"), True)]  # fmt: skip
    block.rows = [
        *([_period(step.period, one.unit, read), "", *_numbers(read, step.expected, step.low, step.high)]
          for step in reversed(steps)),
        *([_period(day, one.unit, read), read.number(sold), "", "", ""] for day, sold in reversed(history)),
    ]  # fmt: skip
    return [block, *([_accuracy(one, past, read)] if past else [])]


def _history(one: Demand) -> list[tuple[date, Decimal]]:
    begin = counted(one.begin_on, one.unit)
    some = [(dated(begin + at, one.unit), Decimal(str(sold))) for at, sold in enumerate(one.history)]
    return some[-SHOWN[one.unit] :]


def _chart(
    one: Demand, history: Sequence[tuple[date, Decimal]], steps: Sequence[DemandForecast], title: str, read: Reader
) -> Chart:
    sold, expected = _("Sold"), _("Expected")
    marks = [
        Mark(_period(day, one.unit, read), float(count), f"{_period(day, one.unit, read)}: {read.number(count)}", sold)
        for day, count in history
    ]
    marks += [_mark(step, one.unit, expected, read) for step in steps]
    order = [_period(day, one.unit, read) for day in (*(day for day, _n in history), *(step.period for step in steps))]
    return Chart("line", f"{one.name}: {title}", "", _("Quantity"), marks, order, (sold, expected), timed=True)


def _mark(step: DemandForecast, unit: str, series: str, read: Reader) -> Mark:
    words = _("%(period)s: %(expected)s expected, between %(low)s and %(high)s") % {
        "period": _period(step.period, unit, read), "expected": read.number(step.expected, 1),
        "low": read.number(step.low, 1), "high": read.number(step.high, 1),
    }  # fmt: skip
    return Mark(
        _period(step.period, unit, read), float(step.expected), words, series, float(step.low), float(step.high)
    )


def _accuracy(one: Demand, past: Sequence[DemandForecast], read: Reader) -> Block:
    """What was expected one period ahead, beside what came true."""
    shown = past[-SHOWN[one.unit] :]
    came, expected = _("Came true"), _("Expected")
    marks = [_mark(step, one.unit, expected, read) for step in shown]
    marks += [
        Mark(_period(step.period, one.unit, read), float(step.came_true or 0),
             f"{_period(step.period, one.unit, read)}: {read.number(step.came_true or 0)}", came)
        for step in shown
    ]  # fmt: skip
    title = _("What was expected a week ahead, and what came true") if one.unit == Unit.WEEK else _(
        "What was expected a month ahead, and what came true"
    )  # fmt: skip
    order = [_period(step.period, one.unit, read) for step in shown]
    chart = Chart("line", title, "", _("Quantity"), marks, order, (came, expected), timed=True)
    where = f"demand = {one.pk} and came_true is not empty"
    block = Block(
        title, f"accuracy-{one.unit}", [_judged(past, read)], [chart], resource="demand-forecasts", where=where
    )
    if any(step.is_afterwards for step in shown):
        block.said.append(_("Some of it was worked out later, from what was known then: those rows say so."))
    block.columns = [(_("Period"), False), (_("Came true"), True), (_("Expected"), True), (_("At least"), True),
                     (_("At most"), True), (_("“As before” said"), True), (_("Method"), False),
                     (_("Made afterwards"), False)]  # fmt: skip
    block.rows = [
        [_period(step.period, one.unit, read), read.number(step.came_true or 0),
         *_numbers(read, step.expected, step.low, step.high, step.naive), str(Method(step.method).label),
         _("yes") if step.is_afterwards else ""]
        for step in reversed(shown)
    ]  # fmt: skip
    return block


def _judged(past: Sequence[DemandForecast], read: Reader) -> str:
    """How often the interval held, and what was missed against "as in the period before"."""
    held = sum(step.low <= (step.came_true or 0) <= step.high for step in past)
    missed = sum(float(step.expected - (step.came_true or 0)) ** 2 for step in past)
    naive = sum(float(step.naive - (step.came_true or 0)) ** 2 for step in past)
    words = _("%(held)s of %(of)s lay between the two ends; 80 of 100 should.") % {
        "held": read.number(held), "of": read.number(len(past))
    }  # fmt: skip
    if naive > 0:
        words += " " + _("It missed %(share)s as much as “as in the period before”.") % {
            "share": read.percent((missed / naive) ** 0.5)
        }  # fmt: skip
    return words


def _numbers(read: Reader, *some: Decimal) -> list[str]:
    return [read.number(one, 1) for one in some]


def _period(day: date, unit: str, read: Reader) -> str:
    return read.month(day, short=True) if unit == Unit.MONTH else read.date(day)


pages.add(
    "insight.demand",
    RecordPage("chart", gettext_lazy("Chart and past"), "trending-up", TEMPLATE, of_series, opens=True),
)
pages.add(
    "catalog.product",
    RecordPage("demand", gettext_lazy("Demand and price"), "trending-up", TEMPLATE, of_product, may=sees_demand),
)
