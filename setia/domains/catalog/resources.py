"""Index of the nouns of the catalog, and their verbs."""

from setia.domains.catalog.brands import resource as brands
from setia.domains.catalog.products import operations, resource

__all__ = ["brands", "operations", "resource"]
