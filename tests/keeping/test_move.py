"""One command brings a company into another database, and back."""

from __future__ import annotations

from tests.keeping.installations import Installation


def address(installation: Installation) -> str:
    installation.folder.mkdir(exist_ok=True)
    return installation.environment.get("SETIA_DATABASE_URL", f"sqlite://{installation.folder / 'moved-here.sqlite3'}")


def test_a_company_moves_to_another_database_and_back(
    company: Installation, lived_in: Installation, empty: Installation
) -> None:
    expected = company.rows()
    said = lived_in.setia("move", address(empty))
    assert f"SETIA_DATABASE_URL={address(empty)}" in said
    there = Installation(lived_in.environment | {"SETIA_DATABASE_URL": address(empty)})
    assert there.rows() == expected
    there.setia("do", "create", "companies", "--name", "Made there")
    assert "was moved to" in lived_in.setia("show", "companies", code=1)

    assert "holds data" in there.setia("move", "sqlite", code=1)
    (lived_in.folder / "setia.sqlite3").unlink()
    moved = there.rows()
    there.setia("move", "sqlite")
    assert lived_in.rows() == moved
    assert "Made there" in lived_in.setia("show", "companies", "--search", "Made there")
    assert "was moved to" in there.setia("show", "companies", code=1)


def test_a_move_without_a_place_to_go_leaves_everything_as_it_was(lived_in: Installation) -> None:
    before = lived_in.rows()
    for wrong in ("postgresql://nobody@127.0.0.1:1/nowhere", "letters://x", "sqlite"):
        lived_in.setia("move", wrong, code=1)
    assert lived_in.rows() == before
    lived_in.setia("show", "companies")


def test_what_the_other_database_cannot_hold_is_named_and_stays(lived_in: Installation, empty: Installation) -> None:
    lived_in.do(
        "import django; django.setup(); from setia.domains.catalog.brands.model import Brand\n"
        "from django.utils import timezone; now = timezone.now()\n"
        "Brand.objects.create(name='x\\0y', created_at=now, updated_at=now)"
    )
    before = lived_in.rows()
    on_postgresql = "SETIA_DATABASE_URL" in empty.environment
    said = lived_in.setia("move", address(empty), code=1 if on_postgresql else 0)
    if on_postgresql:
        assert "does not take a row of catalog_brand" in said
        assert lived_in.rows() == before
        assert "[]" in empty.setia("show", "companies", "--json")
