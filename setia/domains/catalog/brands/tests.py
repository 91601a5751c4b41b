"""Brands."""

from __future__ import annotations

import pytest

from setia.foundation.access import system
from setia.foundation.errors import Invalid
from setia.kit import verbs
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db


def test_two_brands_cannot_have_the_same_name() -> None:
    verbs.create(registry["brands"], {"name": "GTX"}, system())
    with pytest.raises(Invalid, match="already a record with this Name"):
        verbs.create(registry["brands"], {"name": "GTX"}, system())
