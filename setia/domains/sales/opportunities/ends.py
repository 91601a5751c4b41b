"""The reports on why opportunities were won and lost, and on how long they stay in each stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.stages.model import Status
from setia.domains.sales.stages.usual import in_words
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.periods import months_later
from setia.kit.kinds import Amount, Choice, Day, Field, LongText, Reference, Share, Whole
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

DEALS, REASON, STAGE = "opportunities", "sales.reason", "sales.stage"


def since(by: Actor) -> date:
    return months_later(by.today, -12)


SINCE = Field("since", gettext_lazy("Closed since"), Day(), "since", default=since)
ENDS = (
    Column("status", gettext_lazy("Outcome"), Choice(Status.choices)),
    Column("reason", gettext_lazy("Reason"), Reference(REASON)),
    Column("deals", gettext_lazy("Opportunities"), Whole()),
    Column("share", gettext_lazy("Of this outcome"), Share()),
    Column("amount", gettext_lazy("Value"), Amount()),
)


def reasons(values: Mapping[str, Any], by: Actor) -> Table:
    start = values["since"] or since(by)
    rows = (
        registry[DEALS]
        .rows(by.access)
        .filter(archived_at__isnull=True, closed_on__gte=start, status__in=(Status.WON, Status.LOST))
    )
    groups = rows.order_by().values_list("status", "reason_id", "currency").annotate(Count("pk"), Sum("amount"))
    found = [(status, reason, currency or our_company().currency, n, s) for status, reason, currency, n, s in groups]
    of_outcome: dict[str, int] = defaultdict(int)
    for status, _reason, _currency, count, _sum in found:
        of_outcome[status] += count
    told = [
        Row(
            {"status": status, "reason": reason, "deals": count, "share": count / of_outcome[status],
             "amount": int(amount or 0), "currency": currency},
            DEALS, f"status = {status} and closed_on >= {start} and {_is(reason)}",
        )
        for status, reason, currency, count, amount in sorted(found, key=lambda e: (e[0] != "lost", -e[3], e[1] or 0))
    ]  # fmt: skip
    without = sum(count for _status, reason, _currency, count, _sum in found if reason is None)
    note = _("%(count)s of them have no reason from the list; what was said in words stands with each.")
    return Table(ENDS, told, [note % {"count": without}] if without else [])


def _is(reason: int | None) -> str:
    return "reason is empty" if reason is None else f"reason = {reason}"


TIMES = (
    Column("pipeline", gettext_lazy("Pipeline"), Reference("sales.pipeline")),
    Column("stage", gettext_lazy("Stage"), Reference(STAGE)),
    Column("usual", gettext_lazy("Usual days"), Whole()),
    Column("slow", gettext_lazy("Days of the slow"), Whole(), help=gettext_lazy("Four of five leave within these")),
    Column("open", gettext_lazy("There now"), Whole()),
    Column("stalled", gettext_lazy("Stalled"), Whole()),
    Column("words", gettext_lazy("How long they stay"), LongText()),
)


def times(values: Mapping[str, Any], by: Actor) -> Table:
    deals = registry[DEALS].rows(by.access).filter(archived_at__isnull=True, status=Status.OPEN).order_by()
    there = dict(deals.values_list("stage_id").annotate(Count("pk")))
    stalled = dict(deals.filter(stalls_on__lte=by.today).values_list("stage_id").annotate(Count("pk")))
    stages = registry["stages"].rows(by.access).filter(archived_at__isnull=True, status=Status.OPEN)
    told = [
        Row(
            {"pipeline": stage.pipeline_id, "stage": stage.pk, "usual": stage.usual_days, "slow": stage.slow_days,
             "open": there.get(stage.pk, 0), "stalled": stalled.get(stage.pk, 0), "words": in_words(stage)},
            DEALS, f"stage = {stage.pk} and stalls_on <= today",
        )
        for stage in stages.order_by("pipeline_id", "position", "id")
    ]  # fmt: skip
    return Table(TIMES, told, [_("A row opens those that have been in their stage for longer than is usual.")])


REASONS = Report(
    "win-reasons",
    gettext_lazy("Why we win and lose"),
    gettext_lazy("Reasons of the opportunities that were closed, with how many and how much"),
    "sales.opportunity",
    reasons,
    "message-circle-question-mark",
    (SINCE,),
    {"sales.opportunity": ("status", "reason", "amount", "closed_on"), REASON: ("name",)},
    place=20,
)
STAGE_TIMES = Report(
    "stage-times",
    gettext_lazy("Time in stages"),
    gettext_lazy("How long opportunities usually stay in each stage, and which have been there for longer"),
    "sales.opportunity",
    times,
    "hourglass",
    (),
    {"sales.opportunity": ("stage", "status", "stalls_on"), STAGE: ("name",)},
    place=10,
)
