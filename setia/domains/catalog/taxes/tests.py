"""Taxes."""

from __future__ import annotations

import pytest

from setia.foundation.errors import Invalid
from tests.acting import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("percent", ["100.001", "-1", "5.12345", "NaN"])
def test_a_tax_is_a_percentage(percent: str) -> None:
    with pytest.raises(Invalid):
        make("taxes", name="VAT", percent=percent)
