"""Index of the tables of authority, for Django."""

from setia.domains.authority.approvals.model import Approval
from setia.domains.authority.limits.model import Limit

__all__ = ["Approval", "Limit"]
