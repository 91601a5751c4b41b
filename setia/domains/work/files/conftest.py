"""Files of their own for each test, and people who may see some of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acting import make
from tests.cast import Cast, assemble

NOUNS = ["parties.party", "work.task", "work.file", "sales.opportunity"]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(NOUNS)


@pytest.fixture
def bo(db: None) -> Any:
    return make("people", name="Bo Andersen")
