"""Index of the tables of parties, for Django."""

from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.parties.relations.model import Relation

__all__ = ["ContactPoint", "Party", "Relation"]
