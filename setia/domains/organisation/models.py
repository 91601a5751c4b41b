"""Index of the tables of our own organisation; they stand below, where people are signed in and pages laid out."""

from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation.company import Company
from setia.foundation.staff.models import Role, Staff, Team, Token
from setia.kit.arranging import PageLayout

__all__ = ["Company", "ExchangeRate", "PageLayout", "Role", "Staff", "Team", "Token"]
