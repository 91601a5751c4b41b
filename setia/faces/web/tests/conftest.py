"""Who works in the browser in these tests."""

from __future__ import annotations

import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(["parties.party", "sales.opportunity", "sales.order"])
