"""What the tests of the warehouse share: refreshing, in this process where a second one would only cost time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from setia.domains.insight.warehouse import refreshing, store
from setia.domains.insight.warehouse.opened import Opened
from setia.domains.insight.warehouse.reading import described
from setia.domains.insight.warehouse.refreshing import Refreshed, refresh
from tests.cast import NOW

PART = 8
"""Small parts, so that a few records are many."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path / "one"
    settings.DATA_DIR.mkdir()
    monkeypatch.setattr(store, "PART", PART)


ONE_AFTER_ANOTHER = """
import json, sys
from setia.domains.insight.warehouse.writing import Writer
for line in sys.stdin:
    Writer(json.loads(line)).run()
    print("", flush=True)
"""


@pytest.fixture(scope="session")
def _writer() -> Iterator[subprocess.Popen[str]]:
    """One process that writes for all tests: it costs half a second to begin.

    It cannot be this one: ADBC brings an SQLite of its own, and two in one process undo each other's locks.
    """
    with subprocess.Popen(
        [sys.executable, "-c", ONE_AFTER_ANOTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": refreshing.HOME},
    ) as child:  # fmt: skip
        yield child
        assert child.stdin
        child.stdin.close()


@pytest.fixture
def quickly(_writer: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Refresh with the process that is there already."""

    def written(plan: Any, folder: Path, tell: Any, lock: int) -> Iterator[tuple[str, int, int]]:
        assert _writer.stdin is not None
        assert _writer.stdout is not None
        print(json.dumps(refreshing._for_child(plan, folder)), file=_writer.stdin, flush=True)
        while (line := _writer.stdout.readline()) != "\n":
            said = json.loads(line)
            yield said["mart"], said["part"], said["rows"]

    monkeypatch.setattr(refreshing, "_written", written)


def refreshed(*, full: bool = False, at: Any = NOW) -> Refreshed:
    return refresh(at, at.date(), lambda done, total, what: None, full=full)


def kept() -> dict[str, str]:
    """Every file of the generation in use by its name, as the sum of its bytes."""
    now = store.current()
    assert now is not None
    files = sorted(now.path.rglob("*.parquet"))
    assert [str(file) for file in files] == sorted(file for mart in now.marts for file in now.files(mart))
    return {str(file.relative_to(now.path)): sha256(file.read_bytes()).hexdigest() for file in files}


def rows(sql: str) -> list[tuple[Any, ...]]:
    """What a question about the marts in use is answered with."""
    with described() as told:
        assert told is not None
        return Opened(asdict(told)).db.execute(sql).fetchall()
