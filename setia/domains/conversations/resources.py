"""Index of the nouns of conversations, and their verbs."""

from setia.domains.conversations.messages import operations, resource

__all__ = ["operations", "resource"]
