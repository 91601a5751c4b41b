"""Address cards (vCard 2.1, 3.0, 4.0): read as real programs write them, and written as the standards want them."""

from setia.kit.exchange.cards.columns import carried, carry
from setia.kit.exchange.cards.opening import LAYOUT, is_cards, open_cards

__all__ = ["LAYOUT", "carried", "carry", "is_cards", "open_cards"]
