"""What an open opportunity asks for: a next step, one that is late, or that somebody looks why it stands still."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.foundation import bulk

TOLD_BY = ("status", "next_step", "next_step_on", "stalls_on")
"""What the words give away."""


def fill(rows: list[dict[str, Any]]) -> None:
    """For a page of opportunities, with one question."""
    found = bulk.found(Opportunity.objects.all(), "pk", [row["id"] for row in rows], "pk", *TOLD_BY)
    known = {pk: values for pk, *values in found}
    today = timezone.localdate()
    for row in rows:
        row["attention"] = words(*known[row["id"]], today) if row["id"] in known else ""


def words(status: str, step: str, step_on: date | None, stalls: date | None, today: date) -> str:
    if status != Status.OPEN:
        return ""
    if stalls and stalls <= today:
        days = (today - stalls).days + 1
        told = ngettext("Stalled for %(days)s day", "Stalled for %(days)s days", days)
        return told % {"days": days}
    if step_on and step_on < today:
        days = (today - step_on).days
        told = ngettext("Next step %(days)s day late", "Next step %(days)s days late", days)
        return told % {"days": days}
    return "" if step else _("No next step")
