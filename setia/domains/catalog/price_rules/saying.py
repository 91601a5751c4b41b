"""A line of a price list in a few words: "12.5% off", "from 10 on: €389.00"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.catalog.price_rules.model import PriceRule
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for

NAMES = ("amount", "currency", "percent_off", "above_cost", "minimum_quantity")


def says(rows: list[dict[str, Any]]) -> None:
    """Fills a page of rows at once."""
    read = reader_for(get_language() or "en")
    found = bulk.found(PriceRule.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    told = {id_: in_words(*values, read) for id_, *values in found}
    for row in rows:
        row["says"] = told.get(row["id"], "")


def in_words(
    amount: int | None, currency: str, percent_off: Decimal | None, above_cost: Decimal | None, least: Decimal,
    read: Reader,
) -> str:  # fmt: skip
    if amount is not None:
        words = read.minor(amount, currency)
    elif percent_off is not None:
        words = _("%(percent)s%% off") % {"percent": read.number(percent_off.normalize())}
    else:
        words = _("%(percent)s%% above cost") % {"percent": read.number((above_cost or Decimal(0)).normalize())}
    if not least:
        return words
    return _("from %(quantity)s on: %(words)s") % {"quantity": read.number(least.normalize()), "words": words}
