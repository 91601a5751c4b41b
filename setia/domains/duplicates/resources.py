"""Index of the nouns of duplicates, and their verbs."""

from setia.domains.duplicates.deciding import operations as verbs
from setia.domains.duplicates.matching import resource as rules
from setia.domains.duplicates.pairs import resource as pairs
from setia.domains.duplicates.sweeping import chore
from setia.domains.duplicates.sweeping import operations as rule_verbs

__all__ = ["chore", "pairs", "rule_verbs", "rules", "verbs"]
