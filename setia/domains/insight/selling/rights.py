"""Who may know what follows from all that was sold: a forecast over some orders would look like one over all."""

from __future__ import annotations

from setia.foundation.access import Access
from setia.kit.resources import registry

SALES = {
    "sales.order": ("ordered_on", "status"), "sales.orderline": ("product", "quantity", "returned"),
    "catalog.product": ("name", "segment"),
}  # fmt: skip
PRICES = {"sales.orderline": ("unit_price", "amount")}
SECTORS = {"sales.order": ("party",), "parties.party": ("sector",)}
COSTS = {"catalog.product": ("cost",)}
BUYERS = {"sales.order": ("party",)}


def knows_all(access: Access, *reads: dict[str, tuple[str, ...]]) -> bool:
    """Whether this person sees every record of these nouns and may know all of the fields."""
    return all(_knows(access, noun, names) for some in reads for noun, names in some.items())


def _knows(access: Access, noun: str, names: tuple[str, ...]) -> bool:
    resource = registry.of_noun(noun)
    if not access.may("see", resource.governing) or access.narrows(resource.model):
        return False
    return not any(resource.hides(name, access) for name in names)
