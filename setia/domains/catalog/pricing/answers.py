"""What is answered to who asks for a price or a cost: amounts per unit, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal

Quantities = Mapping[int, Decimal] | Sequence[Decimal]
ONE = Decimal(1)
LARGEST = 10**17
"""More minor units than anything costs; sums of thousands of them still fit into a column."""


@dataclass(frozen=True, slots=True)
class Step:
    """Words for the reader, and the price per unit after this step, in minor units of the price's currency."""

    words: str
    amount: int


@dataclass(frozen=True, slots=True)
class Price:
    """`amount` in minor units per unit; None where no price is known: `missing` then says why, and what to do.

    The first step is the list price, if there is one, the last one is the price. `list_price` is what it would be
    without price lists. `list_id` and `rule_id` are the
    price list and its line that decided.
    """

    amount: int | None
    currency: str
    steps: tuple[Step, ...] = ()
    missing: str = ""
    list_price: int | None = None
    list_id: int | None = None
    rule_id: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Per unit, in minor units of the currency asked for: what is bought, and the labour of our own people.

    `amount` is the sum, None where a part of it is not known; `words` say where it comes from or what is missing.
    """

    amount: int | None
    purchase: int | None
    labour: int | None
    words: str


def quantities_of(product_ids: Sequence[int], quantities: Quantities) -> list[Decimal]:
    """The quantity of each product, one where nothing is said. Refuses what nobody can buy."""
    if isinstance(quantities, Mapping):
        found = [Decimal(quantities.get(id_, ONE)) for id_ in product_ids]
    else:
        found = [Decimal(quantity) for quantity in quantities]
    if len(found) != len(product_ids):
        raise ValueError("a quantity for each product, or by product")
    if any(not quantity.is_finite() or quantity <= 0 for quantity in found):
        raise Refusal(_("Give a quantity above zero."), field="quantity")
    return found
