"""The report on what each source of leads brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.leads.model import LeadStatus
from setia.domains.sales.winning.testing import wilson
from setia.foundation.access import Actor
from setia.foundation.periods import months_later
from setia.kit.kinds import Day, Field, Reference, Share, Whole
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

COLUMNS = (
    Column("source", gettext_lazy("Source"), Reference("sales.leadsource")),
    Column("leads", gettext_lazy("Leads"), Whole()),
    Column("converted", gettext_lazy("Converted"), Whole()),
    Column("unqualified", gettext_lazy("Not pursued"), Whole()),
    Column("share", gettext_lazy("Share converted"), Share(), ("low", "high")),
    Column("won", gettext_lazy("Won of these"), Whole()),
)


def make(values: Mapping[str, Any], by: Actor) -> Table:
    start = values["since"] or months_later(by.today, -12)
    rows = registry["leads"].rows(by.access).filter(archived_at__isnull=True, received_on__gte=start).order_by()
    found: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for source, status, count in rows.values_list("source_id", "status").annotate(Count("pk")):
        found[source][status] += count
        found[source]["leads"] += count
    won = rows.filter(opportunity__status="won", opportunity__in=registry["opportunities"].rows(by.access))
    for source, count in won.values_list("source_id").annotate(Count("pk")):
        found[source]["won"] += count
    told = []
    for source, counts in sorted(found.items(), key=lambda each: (-each[1]["leads"], each[0] or 0)):
        converted = counts[LeadStatus.CONVERTED]
        decided = converted + counts[LeadStatus.UNQUALIFIED]
        low, high = wilson(converted, decided) if decided else (None, None)
        is_it = "source is empty" if source is None else f"source = {source}"
        told.append(
            Row(
                {"source": source, "leads": counts["leads"], "converted": converted, "won": counts["won"],
                 "unqualified": counts[LeadStatus.UNQUALIFIED], "share": converted / decided if decided else None,
                 "low": low, "high": high},
                "leads", f"{is_it} and received_on >= {start}",
            )
        )  # fmt: skip
    return Table(COLUMNS, told, [_("The share is of those that were decided; the line holds it in 95 of 100 cases.")])


REPORT = Report(
    "lead-sources",
    gettext_lazy("What sources bring"),
    gettext_lazy("How many leads of each source became opportunities, and how many of these were won"),
    "sales.lead",
    make,
    "signpost",
    (Field("since", gettext_lazy("Came in since"), Day(), "since", default=lambda by: months_later(by.today, -12)),),
    {
        "sales.lead": ("source", "status", "received_on"), "sales.leadsource": ("name",),
        "sales.opportunity": ("status",),
    },
    place=5,
)  # fmt: skip
