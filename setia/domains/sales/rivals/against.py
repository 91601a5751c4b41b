"""The report on how we do against each competitor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.opportunities.ends import SINCE, since
from setia.domains.sales.stages.model import Status
from setia.domains.sales.winning.testing import wilson
from setia.foundation.access import Actor
from setia.kit.kinds import Reference, Share, Whole
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

COLUMNS = (
    Column("competitor", gettext_lazy("Competitor"), Reference("sales.competitor")),
    Column("won", gettext_lazy("Won by us"), Whole()),
    Column("lost", gettext_lazy("Lost"), Whole()),
    Column("took", gettext_lazy("Of these to them"), Whole()),
    Column("share", gettext_lazy("Share won"), Share(), ("low", "high")),
)


def make(values: Mapping[str, Any], by: Actor) -> Table:
    start = values["since"] or since(by)
    rows = (
        registry["rivals"]
        .rows(by.access)
        .filter(archived_at__isnull=True, opportunity__archived_at__isnull=True, opportunity__closed_on__gte=start)
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    groups = rows.order_by().values_list("competitor_id", "opportunity__status", "standing").annotate(Count("pk"))
    for competitor, status, standing, count in groups:
        found[competitor][status] += count
        found[competitor]["took"] += count if standing == "took" and status == Status.LOST else 0
    told = []
    for competitor, counts in sorted(found.items(), key=lambda each: (-each[1]["won"] - each[1]["lost"], each[0])):
        decided = counts["won"] + counts["lost"]
        if decided:
            low, high = wilson(counts["won"], decided)
            values_ = {"competitor": competitor, "won": counts["won"], "lost": counts["lost"], "took": counts["took"],
                       "share": counts["won"] / decided, "low": low, "high": high}  # fmt: skip
            told.append(Row(values_, "rivals", f"competitor = {competitor} and opportunity.closed_on >= {start}"))
    return Table(COLUMNS, told, [_("The line shows where the share lies with a probability of 95 in 100.")])


REPORT = Report(
    "competitors",
    gettext_lazy("Against competitors"),
    gettext_lazy("How often we win where each competitor was asked as well"),
    "sales.opportunity",
    make,
    "swords",
    (SINCE,),
    {
        "sales.opportunity": ("status", "closed_on"), "sales.rival": ("competitor", "standing"),
        "sales.competitor": ("name",),
    },
    place=30,
)  # fmt: skip
