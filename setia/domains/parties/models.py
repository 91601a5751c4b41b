"""Index of the tables of parties, for Django."""

from setia.domains.parties.confirmations.model import Confirmation
from setia.domains.parties.consents.model import Consent
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.parties.preferences.model import Preference
from setia.domains.parties.purposes.model import ContactPurpose
from setia.domains.parties.relations.model import Relation

__all__ = ["Confirmation", "Consent", "ContactPoint", "ContactPurpose", "Party", "Preference", "Relation"]
