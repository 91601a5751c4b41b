"""Products."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.catalog.products.model import Product
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
