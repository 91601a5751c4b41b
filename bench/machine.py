"""Under which conditions something was measured: the machine, the versions, how busy it was."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.installation import ROOT, Installation
from tests.postgres import programs


def conditions(installation: Installation) -> dict[str, Any]:
    return {
        "database": installation.database,
        "database_version": _database(installation),
        "at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _output("git", "rev-parse", "--short", "HEAD"),
        "machine": f"{os.cpu_count()} cores, {_memory()} GiB, {_processor()}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": version("django"),
        "load": round(os.getloadavg()[0], 2),
    }


def _database(installation: Installation) -> str:
    if installation.database == "postgresql":
        return _output(str(programs() / "postgres"), "--version").rpartition(") ")[2].split()[0]
    return installation.run(
        "-c", "import pysqlite3; print(pysqlite3.sqlite_version)", capture_output=True
    ).stdout.strip()


def _memory() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemTotal"):
            return round(int(line.split()[1]) / 1024 / 1024)
    return 0


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
