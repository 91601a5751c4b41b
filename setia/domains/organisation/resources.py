"""Index of the nouns of our own organisation, and their verbs."""

from setia.domains.organisation.company import resource as company
from setia.domains.organisation.exchange_rates import resource as exchange_rates
from setia.domains.organisation.layouts import resource as layouts
from setia.domains.organisation.listed_choices import resource as listed_choices
from setia.domains.organisation.own_fields import resource as own_fields
from setia.domains.organisation.roles import operations as role_verbs
from setia.domains.organisation.roles import resource as roles
from setia.domains.organisation.staff import operations as staff_verbs
from setia.domains.organisation.staff import resource as staff
from setia.domains.organisation.teams import resource as teams
from setia.domains.organisation.tokens import operations as token_verbs
from setia.domains.organisation.tokens import resource as tokens

__all__ = [
    "company", "exchange_rates", "layouts", "listed_choices", "own_fields", "role_verbs", "roles", "staff",
    "staff_verbs", "teams", "token_verbs", "tokens",
]  # fmt: skip
