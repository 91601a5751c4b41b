"""Index of the nouns of privacy, and their verbs."""

from setia.domains.privacy.erasures import operations as deciding
from setia.domains.privacy.erasures import resource as erasures
from setia.domains.privacy.fields import jobs as counting
from setia.domains.privacy.fields import operations as minimising
from setia.domains.privacy.fields import resource as fields
from setia.domains.privacy.requests import operations
from setia.domains.privacy.requests import resource as requests
from setia.domains.privacy.retention import jobs as retention
from setia.domains.privacy.returning import guarding, reapplying
from setia.domains.privacy.rules import resource as rules

__all__ = [
    "counting",
    "deciding",
    "erasures",
    "fields",
    "guarding",
    "minimising",
    "operations",
    "reapplying",
    "requests",
    "retention",
    "rules",
]
