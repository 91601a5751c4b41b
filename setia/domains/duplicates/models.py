"""Index of the tables of duplicates, for Django."""

from setia.domains.duplicates.matching.model import Matching
from setia.domains.duplicates.pairs.model import Pair

__all__ = ["Matching", "Pair"]
