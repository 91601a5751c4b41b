"""Who imports in these tests, and a folder of each test's own for what arrives."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from setia.faces.web.imports.tests.browsing import signed_in
from tests.cast import Cast, assemble


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble(["parties.party", "sales.opportunity"])


@pytest.fixture
def ada(cast: Cast) -> Client:
    return signed_in(cast.ada)


@pytest.fixture
def root(cast: Cast) -> Client:
    return signed_in(cast.root)
