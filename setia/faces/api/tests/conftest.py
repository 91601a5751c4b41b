"""The cast of the API's tests: Ada sells, Dev leads her team, Eve may see nothing, and an administrator."""

from __future__ import annotations

import pytest

from setia.faces.api.tests.program import Program, person
from setia.foundation.staff.models import Staff

SELLING = {
    "parties.party": {"sight": "own", "verbs": ["create", "change", "archive", "restore"]},
    "catalog.product": {"sight": "all", "verbs": []},
    "sales.opportunity": {"sight": "own", "verbs": ["*"]},
    "sales.pipeline": {"sight": "all", "verbs": []},
    "staff.staff": {"sight": "all", "verbs": []},
}


@pytest.fixture
def admin(db: None) -> Program:
    return Program(person("Root", is_admin=True))


@pytest.fixture
def ada(db: None) -> Program:
    return Program(person("Ada", SELLING))


@pytest.fixture
def eve(db: None) -> Program:
    return Program(person("Eve"))


@pytest.fixture
def stranger(db: None) -> Program:
    """Somebody without a token."""
    return Program()


@pytest.fixture
def owner(ada: Program) -> Staff:
    assert ada.owner is not None
    return ada.owner
