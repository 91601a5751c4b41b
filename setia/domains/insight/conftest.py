"""Everybody, with rights over everything; a firm that counts in euros; and a customer."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.company import Company, changed_company, our_company
from setia.kit.resources import registry
from tests.acting import make
from tests.cast import Cast, assemble


@pytest.fixture
def cast() -> Cast:
    cast = assemble(sorted({resource.governing for resource in registry}))
    our_company()
    Company.objects.update(currency="EUR", zone="UTC", language="en")
    changed_company()
    return cast


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", is_customer=True, owner=cast.ada.pk)
