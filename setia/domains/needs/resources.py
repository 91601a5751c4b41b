"""Index of the nouns of needs, and their verbs."""

from setia.domains.needs.needs import operations, resource

__all__ = ["operations", "resource"]
