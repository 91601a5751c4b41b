"""One command brings a company into another database, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.keeping.installations import Installation


def address(installation: Installation) -> str:
    installation.folder.mkdir(exist_ok=True)
    return installation.environment.get("SETIA_DATABASE_URL", f"sqlite://{installation.folder / 'moved-here.sqlite3'}")


@pytest.fixture
def moving(kept: Path, second: Installation) -> Installation:
    """The company on SQLite, about to move into the database of this run."""
    second.setia("restore", kept)
    return second


def test_a_company_moves_to_another_database_and_back(
    company: Installation, moving: Installation, empty: Installation
) -> None:
    expected = company.rows()
    said = moving.setia("move", address(empty))
    assert f"SETIA_DATABASE_URL={address(empty)}" in said
    there = Installation(moving.environment | {"SETIA_DATABASE_URL": address(empty)})
    assert there.rows() == expected
    there.setia("do", "create", "companies", "--name", "Made there")
    assert "was moved to" in moving.setia("show", "companies", code=1)

    assert "holds data" in there.setia("move", "sqlite", code=1)
    (moving.folder / "setia.sqlite3").unlink()
    moved = there.rows()
    there.setia("move", "sqlite")
    assert moving.rows() == moved
    assert "Made there" in moving.setia("show", "companies", "--search", "Made there")
    assert "was moved to" in there.setia("show", "companies", code=1)


def test_a_move_without_a_place_to_go_leaves_everything_as_it_was(moving: Installation) -> None:
    before = moving.rows()
    for wrong in ("postgresql://nobody@127.0.0.1:1/nowhere", "letters://x", "sqlite"):
        moving.setia("move", wrong, code=1)
    assert moving.rows() == before
    moving.setia("show", "companies")


def test_what_the_other_database_cannot_hold_is_named_and_stays(moving: Installation, empty: Installation) -> None:
    moving.do(
        "import django; django.setup(); from setia.domains.catalog.brands.model import Brand\n"
        "from django.utils import timezone; now = timezone.now()\n"
        "Brand.objects.create(name='x\\0y', created_at=now, updated_at=now)"
    )
    before = moving.rows()
    on_postgresql = "SETIA_DATABASE_URL" in empty.environment
    said = moving.setia("move", address(empty), code=1 if on_postgresql else 0)
    if on_postgresql:
        assert "does not take a row of catalog_brand" in said
        assert moving.rows() == before
        assert "[]" in empty.setia("show", "companies", "--json")
