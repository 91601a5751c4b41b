"""Products."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.domains.catalog.products.model import Product
from setia.domains.catalog.products.selling import on_sale
from setia.foundation.access import system
from setia.foundation.errors import Invalid, Refusal
from setia.kit import verbs
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db


def made(**values: Any) -> Product:
    return Product.objects.get(pk=verbs.create(registry["products"], values, system()).ids[0])


def test_a_price_is_kept_in_minor_units_of_our_currency() -> None:
    product = made(name="GTX Pro", list_price="4821.50")
    assert (product.list_price, product.currency) == (482_150, "USD")


def test_a_price_in_yen_has_no_minor_units() -> None:
    assert made(name="GTX Pro", list_price="4821", currency="JPY").list_price == 4821


def test_any_number_of_products_have_no_number_but_no_two_the_same() -> None:
    assert made(name="GTX Pro", reference="").reference is None
    assert made(name="GTX Basic").reference is None
    made(name="MG Special", reference="MG-1")
    with pytest.raises(Invalid, match="already a record with this Product number"):
        made(name="MG Advanced", reference="MG-1")


def test_a_discontinued_product_can_be_sold_again() -> None:
    products, product = registry["products"], made(name="GTX Pro")
    perform(find_operation(products, "discontinue"), [product.pk], {}, system())
    assert not Product.objects.get().is_sold
    with pytest.raises(Refusal, match="already discontinued"):
        perform(find_operation(products, "discontinue"), [product.pk], {}, system())
    perform(find_operation(products, "relaunch"), [product.pk], {}, system())
    assert Product.objects.get().is_sold


def test_a_product_is_on_sale_within_its_days_unless_it_is_discontinued() -> None:
    day = date(2026, 3, 2)
    always = made(name="Always")
    made(name="Later", sold_from="2026-03-03")
    made(name="Over", sold_until="2026-03-01")
    today = made(name="Today", sold_from="2026-03-02", sold_until="2026-03-02")
    made(name="Discontinued", is_sold=False)
    assert set(on_sale(day)) == {always, today}
    with pytest.raises(Invalid, match="cannot end before"):
        made(name="Backwards", sold_from="2026-03-03", sold_until="2026-03-01")


def test_what_was_sold_until_a_day_is_not_sold_again_before_that_day_is_changed() -> None:
    products, product = registry["products"], made(name="Over", sold_until="2020-03-01", is_sold=False)
    with pytest.raises(Refusal, match="Change that day first"):
        perform(find_operation(products, "relaunch"), [product.pk], {}, system())
