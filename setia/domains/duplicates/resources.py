"""Index of the nouns of duplicates, and their verbs."""

from setia.domains.duplicates.matching import resource as rules
from setia.domains.duplicates.pairs import operations, resource

__all__ = ["operations", "resource", "rules"]
