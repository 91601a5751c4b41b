"""Where tests run and in what order: the long stories first, and what needs no database on one database only.

A pytest plugin (named in pyproject.toml).
"""

from __future__ import annotations

import gc
import shutil
from importlib.util import find_spec
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

LONG = (
    "tests/journeys", "tests/faults", "tests/keeping", "tests/test_documentation.py", "tests/leaks",
    "setia/faces/api/tests/test_fuzz_roles.py", "setia/faces/web/tests/test_nonsense.py", "setia/kit/exchange",
    "tests/test_conformance.py", "tests/house", "setia/demo", "setia/foundation/jobs",
)  # fmt: skip
"""Begun first, in this order, so that no worker is left with a long story when the others have ended."""

TOGETHER = ("tests/journeys",)
"""Folders that one worker tells as a whole: its tests share a browser and a server."""

OF_A_DATABASE = {"db", "transactional_db", "django_db_setup", "installation", "environment", "pytestconfig"}
"""Fixtures by which a test that is not marked with `django_db` meets the database of the run."""


def place(nodeid: str, places: tuple[str, ...]) -> int:
    """The number of the first place that the test stands in; their count if it stands in none."""
    return next((at for at, path in enumerate(places) if nodeid.startswith(path)), len(places))


IN_TURN = {
    "tests/leaks/test_records.py": ("resource", "role"),
    "tests/leaks/test_fields.py": ("", "resource"),
    "setia/faces/web/tests/test_nonsense.py": ("", "route"),
    "setia/faces/api/tests/test_fuzz_roles.py": ("", "mode", "role"),
    "setia/faces/api/tests/test_conformance.py": ("resource", "wrong"),
}
"""Tests about each of many things, by what they are told apart: of every first, half of the second are asked about on
SQLite, in turn, and the others on PostgreSQL."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="Ask every role about every noun on this database.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spark: run where Java and pyspark are there (docs/decisions/warehouse.md)")
    config.addinivalue_line("markers", "any_database: run on one database only (docs/decisions/both-databases.md)")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    first = config.option.database == "sqlite"
    left_out = set() if config.option.whole else asked_elsewhere(items, first)
    if not first:
        left_out |= {item for item in items if not meets_a_database(item)}
    if not (shutil.which("java") and find_spec("pyspark")):
        left_out |= {item for item in items if item.get_closest_marker("spark")}
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: place(item.nodeid, LONG))


def pytest_collection_finish() -> None:
    """What is loaded stays: the collector need not look through it again and again (a sixth of a run's time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def asked_elsewhere(items: list[pytest.Item], first: bool) -> set[pytest.Item]:
    """Of each question about each noun, every second role, those that are asked on the other database."""
    asked: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        values = getattr(getattr(item, "callspec", None), "params", {})
        about, *told_apart = IN_TURN.get(item.nodeid.partition("::")[0], ("",))
        if not values.keys().isdisjoint(told_apart):
            asked.setdefault((item.originalname, str(values.get(about))), []).append(item)  # type: ignore[attr-defined]
    turns = enumerate(asked.values())
    return {item for turn, alike in turns for at, item in enumerate(alike) if (turn + at) % 2 == int(first)}


def meets_a_database(item: pytest.Item) -> bool:
    """Whether the test could end differently on another database: no test reaches one that it has not asked for."""
    if item.get_closest_marker("any_database") is not None:
        return False
    return item.get_closest_marker("django_db") is not None or not OF_A_DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


class Places(LoadFileScheduling):
    """Each file is told by one worker, and some folders are."""

    def _split_scope(self, nodeid: str) -> str:
        at = place(nodeid, TOGETHER)
        return TOGETHER[at] if at < len(TOGETHER) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Places | None:
    return Places(config, log) if config.option.dist == "loadfile" else None
