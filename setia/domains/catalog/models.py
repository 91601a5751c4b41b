"""Index of the tables of the catalog, for Django."""

from setia.domains.catalog.brands.model import Brand
from setia.domains.catalog.products.model import Product

__all__ = ["Brand", "Product"]
