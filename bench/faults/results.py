"""A run's counts, for people and for programs."""

from __future__ import annotations

import json
import platform
import sqlite3
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.faults.installation import ROOT
from tests.postgres import NoServer, programs

if TYPE_CHECKING:
    from bench.faults.run import Result

FOLDER = ROOT / "bench" / "results"


def keep(result: Result, path: Path | None = None) -> None:
    path = path or FOLDER / f"faults-{result.database.replace(' ', '-')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(as_json(result), indent=2) + "\n")


def as_json(result: Result) -> dict[str, Any]:
    return {
        "database": result.database,
        "date": datetime.now(UTC).date().isoformat(),
        "versions": versions(result.database),
        "seed": result.seed,
        "seconds": round(result.seconds),
        "kills": dict(sorted(result.kills.items())),
        "clients": dict(sorted(result.clients.items())),
        "audit": result.audit,
        "faults": result.faults,
    }


def versions(database: str) -> dict[str, str]:
    found = {"python": platform.python_version(), "commit": _commit()}
    if database == "sqlite":
        try:
            from pysqlite3 import dbapi2

            found["sqlite"] = dbapi2.sqlite_version
        except ImportError:
            found["sqlite"] = sqlite3.sqlite_version
        return found
    try:
        told = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        found["postgresql"] = told.split()[2]
    except NoServer:
        pass
    return found


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def markdown(result: Result) -> str:
    """A table of everything that was counted, then the faults, if any."""
    count = sum(result.kills.values())
    head = f"### Faults on {result.database}: {count} times in {result.seconds:.0f} s"
    lines = [head, "", "| what | count |", "|---|---:|"]
    lines += _rows("killed: ", result.kills) + _rows("", result.clients) + _rows("proven: ", result.audit)
    lines.append(f"| **faults** | **{len(result.faults)}** |")
    return "\n".join(lines + ["", *(f"- {fault}" for fault in result.faults)])


def _rows(prefix: str, counts: Mapping[str, int]) -> list[str]:
    return [f"| {prefix}{what} | {count:,} |" for what, count in sorted(counts.items())]
