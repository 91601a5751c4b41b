"""Index of the nouns of promises, and their verbs."""

from setia.domains.promises import marts, reports
from setia.domains.promises.promises import operations, resource

__all__ = ["marts", "operations", "reports", "resource"]
