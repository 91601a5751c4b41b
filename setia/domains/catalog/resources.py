"""Index of the nouns of the catalog, and their verbs."""

from setia.domains.catalog.brands import resource as brands
from setia.domains.catalog.categories import resource as categories
from setia.domains.catalog.need_kinds import resource as need_kinds
from setia.domains.catalog.price_lists import resource as price_lists
from setia.domains.catalog.price_rules import resource as price_rules
from setia.domains.catalog.pricing import operations as price_verbs
from setia.domains.catalog.product_prices import resource as product_prices
from setia.domains.catalog.products import operations, resource
from setia.domains.catalog.rules import resource as rules
from setia.domains.catalog.servings import resource as servings
from setia.domains.catalog.supplies import resource as supplies
from setia.domains.catalog.taxes import resource as taxes

__all__ = [
    "brands", "categories", "need_kinds", "operations", "price_lists", "price_rules", "price_verbs", "product_prices",
    "resource", "rules", "servings", "supplies", "taxes",
]  # fmt: skip
