"""Index of the nouns of parties, their verbs and what follows from the ledger."""

from setia.domains.parties import cards, marts
from setia.domains.parties.confirmations import operations as confirmation_verbs
from setia.domains.parties.consents import expiring as expiring_consents
from setia.domains.parties.consents import operations as consent_verbs
from setia.domains.parties.consents import resource as consents
from setia.domains.parties.contact_points import operations as contact_point_verbs
from setia.domains.parties.contact_points import resource as contact_points
from setia.domains.parties.parties import growing_older, interactions, operations, resource
from setia.domains.parties.preferences import derived as derived_preferences
from setia.domains.parties.preferences import resource as preferences
from setia.domains.parties.purposes import resource as purposes
from setia.domains.parties.relations import resource as relations

__all__ = [
    "cards", "confirmation_verbs", "consent_verbs", "consents", "contact_point_verbs", "contact_points",
    "derived_preferences", "expiring_consents", "growing_older", "interactions", "marts", "operations", "preferences",
    "purposes", "relations", "resource",
]  # fmt: skip
