"""Index of the tables of the catalog, for Django."""

from setia.domains.catalog.brands.model import Brand
from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.catalog.price_lists.model import PriceList
from setia.domains.catalog.price_rules.model import PriceRule
from setia.domains.catalog.product_prices.model import ProductPrice
from setia.domains.catalog.products.model import Product
from setia.domains.catalog.rules.model import Rule
from setia.domains.catalog.servings.model import Serving
from setia.domains.catalog.supplies.model import Supply
from setia.domains.catalog.taxes.model import Tax

__all__ = [
    "Brand", "Category", "NeedKind", "PriceList", "PriceRule", "Product", "ProductPrice", "Rule", "Serving", "Supply",
    "Tax",
]  # fmt: skip
