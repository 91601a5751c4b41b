"""What a price does to what is sold of a product, drawn with its range."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.catalog.products.model import Product
from setia.domains.insight.pricing.model import PriceResponse
from setia.domains.insight.pricing.saying import NAMES, advised, says
from setia.domains.insight.showing.blocks import Block
from setia.foundation.access import Actor
from setia.foundation.formats import Reader
from setia.kit.charts import Chart, Mark
from setia.kit.resources import registry

CHANGES = (-10, -5, 0, 5, 10)
"""Percent by which the price is moved."""


def prices_of(record: Product, by: Actor, read: Reader) -> list[Block]:
    """One block for the product as a whole, one table for the sectors of its customers."""
    resource = registry.of_noun("insight.priceresponse")
    if not by.access.may("see", resource.governing):
        return []
    rows = list(resource.rows(by.access).filter(product=record.pk, archived_at__isnull=True).order_by("sector"))
    found = [_block(one, read, sees_advice=not resource.hides("advice", by.access)) for one in rows if not one.sector]
    sectors = [one for one in rows if one.sector]
    return [*found, *([_sectors(sectors, record, read)] if sectors else [])]


def _block(one: PriceResponse, read: Reader, *, sees_advice: bool) -> Block:
    values = {name: getattr(one, name) for name in NAMES}
    said = [says(values, read), *([words] if sees_advice and (words := advised(values, read)) else [])]
    block = Block(_("Price response"), "price", said, resource="price-responses", record=one.pk)
    if one.elasticity is None:
        return block
    sold = [(change, *_effects(one, change)) for change in CHANGES]
    names = {change: _signed(change / 100, read) for change in CHANGES}
    marks = [
        Mark(names[change], middle, _("Price %(change)s: sold %(middle)s (between %(low)s and %(high)s)") % {
            "change": names[change], "middle": _signed(middle, read), "low": _signed(low, read),
            "high": _signed(high, read),
        }, "", low, high)
        for change, low, middle, high in sold
    ]  # fmt: skip
    order = list(names.values())
    block.charts = [Chart("line", _("What a change of the price does to what is sold"), _("Change of the price"),
                          _("Change of what is sold"), marks, order, percent=True)]  # fmt: skip
    block.columns = [(_("Change of the price"), True), (_("At least"), True), (_("Median"), True), (_("At most"), True)]
    block.rows = [
        [names[change], _signed(low, read), _signed(middle, read), _signed(high, read)]
        for change, low, middle, high in sold
    ]
    return block


def _effects(one: PriceResponse, change: int) -> tuple[float, float, float]:
    """The share by which more is sold at this change of the price: least, middle and most."""
    ends = (one.elasticity_low, one.elasticity, one.elasticity_high)
    found = [(1 + change / 100) ** float(end or 0) - 1 for end in ends]
    return min(found), found[1], max(found)


def _signed(share: float, read: Reader) -> str:
    return ("+" if share > 0 else "") + read.percent(share, 1)


def _sectors(rows: list[PriceResponse], record: Product, read: Reader) -> Block:
    """How much more or less is sold at the highest of the changes."""
    block = Block(_("Price response by sector of the customers"), "sectors", resource="price-responses",
                  where=f"product = {record.pk} and sector is not empty")  # fmt: skip
    change = CHANGES[-1]
    block.said = [_("What is sold at a price that is %(change)s higher:") % {"change": read.percent(change / 100)}]
    block.columns = [(_("Sector"), False), (_("At least"), True), (_("Median"), True), (_("At most"), True),
                     (_("From its own prices"), True)]  # fmt: skip
    block.rows = [
        [str(one.get_sector_display()), *(_signed(share, read) for share in _effects(one, change)),
         read.percent((one.weight or 0) / 100)]
        for one in rows
    ]  # fmt: skip
    return block
