"""A company with some odd values, made once, and its backup."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.keeping.installations import Installation, former_company, on_sqlite

ODD = (
    "", " ", "\t", "line\nline\r\n", "\\N", "\\", "a\\tb", "été \U0001f600 ‮ نص", "'; DROP TABLE x; --",
    "\x01\x0b\x7f", '"quoted"', "x" * 120,
)  # fmt: skip
ENTRY = """INSERT INTO foundation_entry (kind, at, recorded_at, actor_id, channel, noun, record_id, story_id,
    version, act, title, data) VALUES (?, ?, ?, NULL, 'cli', 'odd', ?, NULL, 0, 1, ?, ?)"""
MOMENTS = (
    "2026-01-02 03:04:05",
    "2026-01-02 03:04:05.000001",
    "2026-01-02 03:04:05.120000",
    "1902-12-31 23:59:59.999999",
)
NUMBERS = (0, -1, 2**63 - 1, -(2**63))
JSONS = (
    "{}", "null", "[]", '{"b": [1, null, true, 1.5], "a": "\\\\ \\n \\u00e9"}',
    '{"big": 123456789012345678901234567890}', '{"small": 1e-7, "wide": 1e16}', '"\\\\N"', '{"tab": "a\\tb"}',
)  # fmt: skip


def add_odd_values(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        count = max(len(ODD), len(JSONS))
        for at in range(count):
            moment, number = MOMENTS[at % len(MOMENTS)], NUMBERS[at % len(NUMBERS)]
            values = (f"odd{at}", moment, moment, number, ODD[at % len(ODD)], JSONS[at % len(JSONS)])
            connection.execute(ENTRY, values)
        connection.execute("UPDATE kit_importrun SET seconds = 0.1")
        connection.execute("UPDATE parties_party SET founded_in = NULL, phone = '' WHERE id % 2 = 0")
    connection.close()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """On SQLite, of the present version. Tests read it and leave it as it is."""
    made = former_company(tmp_path_factory.mktemp("company") / "data")
    made.setia("upgrade")
    add_odd_values(made.folder / "setia.sqlite3")
    for name in ("files/notes/plan.txt", "imports/7/source"):
        path = made.folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(name.encode() * 1_000)
    return made


@pytest.fixture(scope="session")
def kept(company: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    path = tmp_path_factory.mktemp("kept") / "company.setia.zip"
    company.setia("backup", path)
    return path


@pytest.fixture
def empty(installation: dict[str, str]) -> Installation:
    """An installation with nothing in it, on the database of this run."""
    return Installation(installation)


@pytest.fixture
def second(tmp_path: Path) -> Installation:
    """Another empty one, on SQLite."""
    return on_sqlite(tmp_path / "second")


@pytest.fixture
def lived_in(company: Installation, second: Installation) -> Installation:
    """The company once more, to work with, on SQLite."""
    move_in(company, second)
    return second


@pytest.fixture
def at_home(company: Installation, kept: Path, empty: Installation) -> Installation:
    """The same on the database of this run."""
    if "SETIA_DATABASE_URL" in empty.environment:
        empty.setia("restore", kept)
    else:
        move_in(company, empty)
    return empty


def move_in(company: Installation, place: Installation) -> None:
    """Copy what a restore would bring: that restoring does is proved by tests of their own."""
    shutil.copytree(company.folder, place.folder, ignore=shutil.ignore_patterns("backups"))
