"""Index of the nouns of parties, and their verbs."""

from setia.domains.parties.contact_points import resource as contact_points
from setia.domains.parties.parties import interactions, operations, resource
from setia.domains.parties.relations import resource as relations

__all__ = ["contact_points", "interactions", "operations", "relations", "resource"]
