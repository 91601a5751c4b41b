"""Measurable terms: "answer within 4 hours", "uptime of at least 99.5 %"; with all their parts, or none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.promises.promises.model import Comparison, Promise, Unit
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for
from setia.kit.changes import Change

PARTS = ("measure", "comparison", "value", "unit")
TIMES = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})


def settle_term(change: Change) -> None:
    """A term has a value; what is not said follows from it: "at most" for times, "at least" for the rest."""
    after = change.after
    if after["value"] is None:
        for name in ("measure", "comparison", "unit"):
            if after[name]:
                change.refuse("value", _("Say how much."))
                return
        return
    if not after["unit"]:
        change.refuse("unit", _("Say of what: hours, days, percent…"))
        return
    if after["value"] < 0:
        change.refuse("value", _("This cannot be less than nothing."))
    after["measure"] = after["measure"].strip() or after["name"][:120]
    after["comparison"] = after["comparison"] or (
        Comparison.AT_MOST if after["unit"] in TIMES else Comparison.AT_LEAST
    ).value  # fmt: skip


def fill_terms(rows: list[dict[str, Any]]) -> None:
    """The terms of a page of promises, in the reader's language."""
    read = reader_for(get_language() or "en")
    found = bulk.found(Promise.objects.all(), "pk", [row["id"] for row in rows], "pk", *PARTS)
    known = {pk: in_words(dict(zip(PARTS, parts, strict=True)), read) for pk, *parts in found}
    for row in rows:
        row["term"] = known.get(row["id"], "")


def in_words(values: dict[str, Any], read: Reader) -> str:
    """ "answer: at most 4 hours"; "" without a term."""
    if values["value"] is None:
        return ""
    comparison, unit = Comparison(values["comparison"]).label, Unit(values["unit"]).label
    number = read.number(Decimal(values["value"]).normalize())
    return _("%(measure)s: %(comparison)s %(number)s %(unit)s") % {
        "measure": values["measure"], "comparison": comparison, "number": number, "unit": unit,
    }  # fmt: skip
