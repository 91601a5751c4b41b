"""What the kit does by itself, and how its places forget somebody: known once these modules are loaded."""

from setia.kit.exchange import forgetting
from setia.kit.forgetting import letters
from setia.kit.measures import renewing

__all__ = ["forgetting", "letters", "renewing"]
