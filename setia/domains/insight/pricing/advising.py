"""What managers are told of prices: which could be raised or lowered, because the response is known well enough."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.pricing.model import Move, PriceResponse
from setia.domains.insight.pricing.saying import NAMES, advised
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit import findings
from setia.kit.findings import Finding, Source
from setia.kit.resources import registry

SURE = 95
"""Percent: the chance that the margin earned grows, below which managers are told nothing."""

CLEAR = 50
"""Percent of what is known of a product that have to come from its own prices; the rest is what all have in common."""


def movable_prices(by: Actor) -> Iterator[Finding]:
    """Prices of which it is clear: the margin earned would grow in 95 of 100 cases, and the product's own past says
    so."""
    read = reader_for(by.language, by.zone)
    rows = registry.of_noun("insight.priceresponse").rows(by.access)
    rows = rows.filter(archived_at__isnull=True, sector="", move__in=(Move.RAISE, Move.LOWER))
    rows = rows.filter(weight__gte=CLEAR, chance__gte=SURE)
    for one in rows.order_by("pk"):
        values = {name: getattr(one, name) for name in NAMES}
        words = _("“%(product)s”: %(advice)s") % {"product": one.name, "advice": advised(values, read)}
        yield Finding(words, _weight(one), "price-responses", f"id = {one.pk}")


def _weight(one: PriceResponse) -> float:
    """What is sold below its cost comes first, then what would gain most."""
    return float("1e6") if one.figures.get("below_cost") else float(one.gain or 0)


findings.add(
    Source(
        "movable_prices", gettext_lazy("Price response"), movable_prices,
        {"insight.priceresponse": ("move", "advised", "gain", "chance"), "catalog.product": ("name", "cost")},
    )
)  # fmt: skip
