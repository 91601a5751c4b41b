"""What sales does by itself: when somebody has decided, and every night."""

from setia.domains.sales.contracts import tending
from setia.domains.sales.offer_sending import approving, lapsing
from setia.domains.sales.refunds import authority

__all__ = ["approving", "authority", "lapsing", "tending"]
