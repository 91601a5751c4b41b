"""Which tax is on a product."""

from __future__ import annotations

from decimal import Decimal

import pytest

from setia.domains.catalog.products.taxing import taxes_of
from tests.acting import change, make

pytestmark = pytest.mark.django_db


def test_a_product_that_names_no_tax_has_the_usual_one_and_there_is_only_one() -> None:
    old, new = (make("taxes", name=name, percent="20", is_usual=True) for name in ("VAT", "New VAT"))
    old.refresh_from_db()
    assert (old.is_usual, new.is_usual) == (False, True)
    low = make("taxes", name="Low", percent="5.5")
    plain, food = make("products", name="Machine"), make("products", name="Coffee", tax=low.pk)
    found = taxes_of([plain.pk, food.pk])
    assert (found[plain.pk], found[food.pk]) == (new, low)
    change(new, is_usual=False)
    assert taxes_of([plain.pk])[plain.pk] is None
    assert low.percent == Decimal("5.5")
