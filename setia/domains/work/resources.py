"""Index of the nouns of work, and their verbs."""

from setia.domains.work.files import resource as files
from setia.domains.work.tasks import operations, resource

__all__ = ["files", "operations", "resource"]
