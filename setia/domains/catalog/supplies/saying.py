"""The terms of a supply in a few words: "from 10 on, 14 days, preferred"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from setia.domains.catalog.supplies.model import Supply
from setia.foundation import bulk
from setia.foundation.formats import reader_for

NAMES = ("minimum_quantity", "lead_days", "is_preferred")


def terms(rows: list[dict[str, Any]]) -> None:
    """Fills a page of rows at once."""
    read = reader_for(get_language() or "en")
    found = bulk.found(Supply.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    told: dict[int, str] = {}
    for id_, least, days, is_preferred in found:
        said = [_("from %(quantity)s on") % {"quantity": read.number(least.normalize())}] if least else []
        if days is not None:
            said.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
        if is_preferred:
            said.append(_("preferred"))
        told[id_] = ", ".join(said)
    for row in rows:
        row["terms"] = told.get(row["id"], "")
