"""What conversations do by themselves: their jobs are known once these modules are loaded."""

from setia.domains.conversations.messages import delivering, forgetting

__all__ = ["delivering", "forgetting"]
