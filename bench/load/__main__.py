"""`python -m bench.load`: two hundred people for ten minutes, against the real server, on loopback.

First one of them works alone and without pauses, to know what everything costs on a quiet machine;
then all of them. Kept in bench/results/load-<database>.json.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from bench.__main__ import FOLDER, RESULTS
from bench.installation import Installation, opened
from bench.load.person import Diary, Person
from bench.machine import conditions
from bench.measuring import quantile
from bench.processes import cpu_seconds, memory

SUSPICIOUS = ("Traceback", "database is locked", "deadlock", " died ", "ERROR")
"""What must not stand in the server's log after a run."""


def main() -> int:
    arguments = _arguments()
    folder = arguments.folder.resolve() / f"{arguments.database}-{arguments.parties}"
    with opened(folder, arguments.database, arguments.parties) as installation:
        found = run(installation, arguments)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"load-{arguments.database}.json").write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))
    return 1 if found["wrong"] or found["log"] else 0


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    return parser.parse_args()


def run(installation: Installation, arguments: Namespace) -> dict[str, Any]:
    keys = installation.run("-m", "bench.sessions", str(arguments.people), capture_output=True)
    sessions: list[str] = json.loads(keys.stdout)
    installation.serve()
    quiet = Diary()
    Person(0, installation.port, sessions[0], quiet).work(time.monotonic() + 45, pause=(0.0, 0.05))
    busy, sizes, cpu = crowd(installation, sessions, arguments.minutes * 60)
    log = (installation.folder / "server.log").read_text(errors="replace").splitlines()
    every = [second for seconds in busy.seconds.values() for second in seconds]
    alone = [second for seconds in quiet.seconds.values() for second in seconds]
    return {
        **conditions(installation),
        "parties": arguments.parties, "people": arguments.people, "minutes": arguments.minutes,
        "requests": len(every), "per_second": round(len(every) / arguments.minutes / 60, 1),
        "server_cpu_share": round(cpu / arguments.minutes / 60, 2),
        "p50": _ms(every, 0.5), "p95": _ms(every, 0.95), "quiet_p50": _ms(alone, 0.5), "quiet_p95": _ms(alone, 0.95),
        "kinds": {
            kind: {
                "times": len(seconds), "p50": _ms(seconds, 0.5), "p95": _ms(seconds, 0.95),
                "quiet_p95": _ms(quiet.seconds.get(kind, [0.0]), 0.95),
            }
            for kind, seconds in sorted(busy.seconds.items())
        },
        "memory_mb": sizes, "wrong": (quiet.wrong + busy.wrong)[:50],
        "log": [line for line in log if any(sign in line for sign in SUSPICIOUS)][:50],
    }  # fmt: skip


def crowd(installation: Installation, sessions: list[str], seconds: float) -> tuple[Diary, list[int], float]:
    """Everybody at once; the memory of all processes, every fifteen seconds, and the processor time they used."""
    assert installation.server is not None
    diary, until, pid = Diary(), time.monotonic() + seconds, installation.server.pid
    before = cpu_seconds(pid)
    people = [Person(number, installation.port, key, diary) for number, key in enumerate(sessions)]
    threads = [threading.Thread(target=person.work, args=(until,), daemon=True) for person in people]
    for thread in threads:
        thread.start()
    sizes = []
    while time.monotonic() < until:
        time.sleep(min(15, max(until - time.monotonic(), 0.1)))
        sizes.append(memory(pid) // 1024 // 1024)
    for thread in threads:
        thread.join(60)
    return diary, sizes, cpu_seconds(pid) - before


def _ms(seconds: list[float], part: float) -> float:
    return round(quantile(seconds, part) * 1000, 1)


if __name__ == "__main__":
    sys.exit(main())
