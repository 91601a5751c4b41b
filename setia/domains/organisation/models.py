"""Index of the tables of our own organisation; they stand in the foundation, which signs people in."""

from setia.foundation.company import Company
from setia.foundation.staff.models import Role, Staff, Team, Token

__all__ = ["Company", "Role", "Staff", "Team", "Token"]
