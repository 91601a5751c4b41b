"""A new version meets the data of a former one: nothing is lost, and there is always a way back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.keeping.installations import ROOT, Installation, former_company

STEP = """from django.db import migrations, models
def act(apps, schema):
    {act}
class Migration(migrations.Migration):
    dependencies = [("catalog", "{after}")]
    operations = [
        migrations.AddField("brand", "{field}", models.TextField(default="new")),
        migrations.RunPython(act),
    ]
"""
HALF_WRITTEN = shutil.ignore_patterns("*.pyc.*")
PASS, BREAK = "pass", "raise ValueError('a row that nobody thought of')"
SLEEP = "import time; print('half-way', flush=True); time.sleep(60)"


@pytest.fixture
def of_former_version(tmp_path: Path) -> Installation:
    return former_company(tmp_path / "former")


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder with a copy of the program, for versions of the future."""
    shutil.copytree(ROOT / "setia", tmp_path / "code" / "setia", ignore=HALF_WRITTEN)
    return tmp_path / "code"


def add_step(code: Path, name: str, act: str) -> None:
    """Another migration of the catalogue, after the last."""
    folder = code / "setia" / "domains" / "catalog" / "migrations"
    last = max(path.stem for path in folder.glob("[0-9]*.py") if path.stem != name)
    (folder / f"{name}.py").write_text(STEP.format(after=last, field=f"of_{name}", act=act))


def raw(database: Path) -> dict[str, dict[str, list[object]]]:
    """All values by table and column, without the program."""
    with sqlite3.connect(database) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            rows = connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2")  # noqa: S608
            columns = [column[0] for column in rows.description]
            values = list(zip(*rows, strict=True)) or [()] * len(columns)
            found[name] = dict(zip(columns, map(list, values), strict=True))
    connection.close()
    return found


def holds(now: object, was: object) -> bool:
    """Whether a role grants all that it granted before; it may know of nouns that were not there."""
    return json.loads(str(was)).items() <= json.loads(str(now)).items()


@pytest.mark.any_database
def test_the_former_version_is_upgraded_and_no_value_is_lost(of_former_version: Installation) -> None:
    database = of_former_version.folder / "setia.sqlite3"
    before = raw(database)
    of_former_version.setia("upgrade")
    after = raw(database)
    for table in before.keys() - {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}:
        for column, values in before[table].items():
            if (table, column) == ("staff_role", "grants"):
                assert all(map(holds, after[table][column], values)), "a role learns of new nouns and loses nothing"
                continue
            assert after[table][column] == values, (table, column)
    assert "nothing to do" in of_former_version.setia("upgrade")
    of_former_version.setia("show", "companies")


def test_a_former_backup_is_restored_and_upgraded(
    of_former_version: Installation, company: Installation, empty: Installation, tmp_path: Path
) -> None:
    of_former_version.setia("backup", tmp_path / "former.setia.zip")
    empty.setia("restore", tmp_path / "former.setia.zip")
    rows, expected = empty.rows(), company.rows()
    for table in ("parties_party", "sales_opportunity", "sales_order", "search_key", "staff_staff"):
        assert len(rows[table]) == len(expected[table]) > 0
    assert [row[0] for row in rows["staff_staff"]] == [row[0] for row in expected["staff_staff"]]


def test_data_of_an_earlier_version_is_served_only_after_an_upgrade(at_home: Installation, versions: Path) -> None:
    before = at_home.rows()
    add_step(versions, "8001_more", PASS)
    newer = Installation(at_home.environment, versions)
    for words in (("serve", "--port", "1"), ("worker",), ("show", "companies")):
        assert "setia upgrade" in newer.setia(*words, code=1)
    assert "look  Tables: 1 steps to do; run setia upgrade" in newer.setia("doctor")
    assert at_home.rows() == before

    said = newer.setia("upgrade")
    assert "catalog.8001_more" in said
    after = newer.rows()
    assert after["parties_party"] == before["parties_party"]
    assert after["foundation_entry"] == before["foundation_entry"]
    newer.setia("show", "companies")
    assert "newer version" in at_home.setia("show", "companies", code=1)

    newer.setia("backup", at_home.folder / "newer.setia.zip")
    assert "newer version" in at_home.setia("restore", at_home.folder / "newer.setia.zip", "--replace", code=1)
    [former] = (at_home.folder / "backups").glob("before-upgrade-*")
    assert before == going_back(newer, at_home, former).rows()


def going_back(newer: Installation, former: Installation, backup: Path) -> Installation:
    """To the former version, with what it had."""
    newer.setia("restore", backup, "--replace", "--no-upgrade")
    return former


def test_an_upgrade_that_fails_half_way_can_be_repeated_or_taken_back(at_home: Installation, versions: Path) -> None:
    before = at_home.rows()
    add_step(versions, "8001_more", PASS)
    add_step(versions, "8002_wrong", BREAK)
    newer = Installation(at_home.environment, versions)
    said = newer.setia("upgrade", code=1)
    assert "catalog.8002_wrong: a row that nobody thought of" in said
    [former] = (at_home.folder / "backups").glob("before-upgrade-*")
    assert f"setia restore --replace {former}" in said
    for version in (newer, at_home):
        assert "An upgrade was begun here" in version.setia("serve", "--port", "1", code=1)
    newer.setia("upgrade", code=1)
    assert [former] == list((at_home.folder / "backups").glob("before-upgrade-*"))

    assert before == going_back(newer, at_home, former).rows()
    at_home.setia("show", "companies")
    (versions / "setia/domains/catalog/migrations/8002_wrong.py").unlink()
    newer.setia("upgrade")
    assert len(newer.rows()["parties_party"]) == len(before["parties_party"])


def test_an_upgrade_that_was_killed_is_noticed_and_goes_on(at_home: Installation, versions: Path) -> None:
    before = at_home.rows()["foundation_entry"]
    add_step(versions, "8001_more", PASS)
    add_step(versions, "8002_slow", SLEEP)
    newer = Installation(at_home.environment, versions)
    process = newer.start("-m", "setia", "upgrade")
    assert process.stdout is not None
    assert process.stdout.readline() == "half-way\n"
    process.kill()
    process.communicate()
    assert "Run it again: setia upgrade" in newer.setia("show", "companies", code=1)
    add_step(versions, "8002_slow", PASS)
    newer.setia("upgrade")
    assert newer.rows()["foundation_entry"] == before


def test_a_new_installation_needs_no_upgrade(empty: Installation) -> None:
    assert "[]" in empty.setia("show", "companies", "--json")
    assert not (empty.folder / "backups").exists()
