"""A launch as a page: the plan with its range, and what came true beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.demand.periods import counted, dated
from setia.domains.insight.launches.model import Launch, Standing
from setia.domains.insight.launches.rights import may_plan
from setia.domains.insight.launches.saying import sentences
from setia.domains.insight.showing.blocks import Block, context_of
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit import pages
from setia.kit.charts import Chart, Mark
from setia.kit.operations import Operation, find_operation
from setia.kit.pages import RecordPage
from setia.kit.resources import registry

NOUN = "insight.launch"
Ends = tuple[int, int, int]


def of_launch(record: Launch, by: Actor) -> dict[str, Any]:
    read = reader_for(by.language, by.zone)
    months: list[Ends] = [(low, middle, high) for low, middle, high in record.plan.get("months", ())]
    came = _came(record)
    head = _head(record, by, read)
    waits = record.status == Standing.WAITING
    if not months and not came:
        return context_of([head], read, waits=waits)
    total: list[Ends] = [(low, middle, high) for low, middle, high in record.plan.get("total", ())]
    names = _names(record, max(len(months), len(came)), read)
    each = _block(_("First purchases by month"), "months", names, months, came, read)
    summed = _block(_("First purchases up to each month"), "total", names, total, list(accumulate(came)), read)
    return context_of([head, each, summed], read, waits=waits)


def _head(record: Launch, by: Actor, read: Reader) -> Block:
    """What it rests on. Where there is no plan that holds, that comes first: beside the verb for whoever may plan."""
    said = sentences(record.status, record.plan, record.currency, read)
    if record.status == Standing.PLANNED:
        return Block(_("What it rests on"), "rests", [*_ranges(record, read), *said])
    urges, *rest = said or [_("It is not planned yet.")]
    verb = _verb(record, by)
    first = [] if verb else [urges]
    return Block(_("Plan"), "plan", [*first, *_ranges(record, read), *rest], urges=urges, verb=verb)


def _verb(record: Launch, by: Actor) -> Operation | None:
    if record.status == Standing.WAITING:
        return None
    resource = registry.of_noun(NOUN)
    verb = find_operation(resource, "plan")
    return verb if verb.may_use(by.access, resource) and verb.when(record) else None


def _came(record: Launch) -> list[int]:
    """By month since it is on sale; none where there is no product yet or its day has not come."""
    return [int(count) for _month, count in record.came.get("months", ())]


def _names(record: Launch, count: int, read: Reader) -> list[str]:
    """Months by name where it is known when it starts, otherwise by number."""
    if record.starts_on is None:
        return [_("Month %(number)s") % {"number": read.number(at + 1)} for at in range(count)]
    begin = counted(record.starts_on, "month")
    return [_month(dated(begin + at, "month"), read) for at in range(count)]


def _month(day: date, read: Reader) -> str:
    return read.month(day, short=True)


def _ranges(record: Launch, read: Reader) -> list[str]:
    if record.year_low is None:
        return []
    year = _("In the first year between %(low)s and %(high)s buy it; more than %(middle)s is as likely as fewer.")
    ever = _("Between %(low)s and %(high)s may ever buy it.")
    return [
        year % {name: read.number(getattr(record, f"year_{name}")) for name in ("low", "middle", "high")},
        ever % {name: read.number(getattr(record, f"ever_{name}")) for name in ("low", "high")},
        _("In 8 of 10 cases it comes to lie between the two."),
    ]


def _block(
    title: str, name: str, names: Sequence[str], planned: Sequence[Ends], came: Sequence[int], read: Reader
) -> Block:
    plan, true = _("Plan"), _("Came true")
    marks = [
        Mark(
            month, float(middle), _("%(period)s: %(expected)s expected, between %(low)s and %(high)s") % {
                "period": month, "expected": read.number(middle), "low": read.number(low), "high": read.number(high),
            }, plan, float(low), float(high),
        )
        for month, (low, middle, high) in zip(names, planned, strict=False)
    ]  # fmt: skip
    marks += [Mark(month, float(count), f"{month}: {read.number(count)}", true)
              for month, count in zip(names, came, strict=False)]  # fmt: skip
    chart = Chart("line", title, "", _("Buyers"), marks, list(names), (plan, true), timed=True)
    block = Block(title, name, [], [chart])
    block.columns = [(_("Month"), False), (_("At least"), True), (_("Median"), True), (_("At most"), True),
                     (_("Came true"), True)]  # fmt: skip
    block.rows = [_row(month, at, planned, came, read) for at, month in enumerate(names)]
    return block


def _row(month: str, at: int, planned: Sequence[Ends], came: Sequence[int], read: Reader) -> list[str]:
    ends = [read.number(one) for one in planned[at]] if at < len(planned) else ["", "", ""]
    return [month, *ends, read.number(came[at]) if at < len(came) else ""]


def _sees(by: Actor) -> bool:
    return may_plan(by.access)


pages.add(
    NOUN,
    RecordPage("plan", gettext_lazy("Plan and what came true"), "chart-line", "insight/blocks.html", of_launch,
               opens=True, may=_sees),
)  # fmt: skip
