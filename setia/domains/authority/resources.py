"""Index of the nouns of authority, and their verbs."""

from setia.domains.authority.approvals import operations, resource
from setia.domains.authority.limits import resource as limits

__all__ = ["limits", "operations", "resource"]
