"""What processes have used, read from /proc (Linux)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The process and everything below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        now = waiting.pop()
        found.append(now)
        waiting += parents.get(now, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """Processor time of the process and everything below it, with those that have ended."""
    total = 0
    for one in children_of(pid):
        with suppress(OSError, IndexError):
            total += sum(int(ticks) for ticks in _stat(one)[11:13])
    return total / TICK


def memory(pid: int) -> int:
    """Proportional set size of the process and everything below it, in bytes."""
    total = 0
    for one in children_of(pid):
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total
