"""What the kit does by itself, and how its places forget somebody: known once these modules are loaded."""

from setia.kit.exchange import forgetting
from setia.kit.forgetting import letters
from setia.kit.measures import counting, renewing

__all__ = ["counting", "forgetting", "letters", "renewing"]
