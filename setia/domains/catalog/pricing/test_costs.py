"""What things cost us: the best supply that holds, and our own labour."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.domains.catalog.pricing.costs import cost_of
from setia.foundation.company import changed_company, our_company
from setia.foundation.errors import Invalid
from tests.acting import change, make
from tests.cast import NOW

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def machine() -> Any:
    return make("products", name="Brumelle Duo", list_price="690", cost="405")


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen", country="FR")


def rated(currency: str, rate: str) -> None:
    make("exchange-rates", currency=currency, rate=rate, quoted_on=DAY.isoformat())


def supply(product: Any, vendor: Any, cost: str, **values: Any) -> Any:
    return make("supplies", product=product.pk, party=vendor.pk, cost=cost, **values)


def costed(product: Any, quantity: str = "1", currency: str = "USD") -> Any:
    return cost_of([product.pk], quantities={product.pk: Decimal(quantity)}, currency=currency, on=DAY)[0]


def test_the_cost_is_that_of_the_preferred_vendor_then_of_the_cheapest_at_the_quantity(machine: Any) -> None:
    assert (costed(machine).amount, costed(machine).words) == (40_500, "Cost kept at the product")
    vera, otto = make("companies", name="Vera SA"), make("companies", name="Otto AG")
    supply(machine, vera, "400", minimum_quantity="1")
    supply(machine, vera, "380", minimum_quantity="10")
    supply(machine, otto, "390")
    vera.refresh_from_db()
    assert vera.is_vendor
    assert (costed(machine).amount, costed(machine, "10").amount) == (39_000, 38_000)
    preferred = supply(machine, otto, "395", minimum_quantity="5", is_preferred=True)
    assert (costed(machine, "10").amount, costed(machine, "4").amount) == (39_500, 39_000)
    assert costed(machine, "10").words == "Cost of the preferred vendor"
    change(preferred, ends_on="2026-03-01")
    assert costed(machine, "10").amount == 38_000


def test_costs_in_other_currencies_are_compared_after_conversion(machine: Any) -> None:
    rated("EUR", "1.25")
    supply(machine, make("companies", name="Vera SA"), "400", currency="USD")
    supply(machine, make("companies", name="Otto AG"), "310", currency="EUR")
    assert (costed(machine).amount, costed(machine, currency="EUR").amount) == (38_750, 31_000)
    supply(machine, make("companies", name="Yen KK"), "1", currency="JPY")
    assert costed(machine).amount == 38_750  # nobody knows what a yen is worth


def test_labour_is_part_of_the_cost(machine: Any) -> None:
    module = make("products", name="Training", kind="module", labour_hours="1.333", list_price="500")
    assert "what an hour costs" in costed(module).words
    change(our_company(), hour_cost="45.50")
    changed_company()
    cost = costed(module)
    assert (cost.amount, cost.purchase, cost.labour) == (6_065, None, 6_065)  # 60.6515
    change(machine, labour_hours="0.5")
    assert (costed(machine).amount, costed(machine).labour) == (42_775, 2_275)
    change(machine, cost="")
    assert costed(machine).amount is None  # goods are bought


def test_the_cost_of_an_hour_is_said_anew_in_a_new_currency() -> None:
    change(our_company(), hour_cost="45.50")
    with pytest.raises(Invalid, match="in the new currency"):
        change(our_company(), currency="EUR")


@pytest.mark.parametrize(
    ("values", "words"),
    [({"cost": "-1"}, "below zero"), ({"minimum_quantity": "-1"}, "greater"), ({"lead_days": "-1"}, "greater"),
     ({"cost": "0.001"}, "decimals")],
)  # fmt: skip
def test_nonsense_about_a_supply_is_refused(machine: Any, bo: Any, values: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        supply(machine, bo, **{"cost": "1", **values})
