"""The command: runs, prints a table of counts, keeps the result; the exit code tells whether all held."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bench.faults.machines import machines_run
from bench.faults.network import NotPermitted, go_inside
from bench.faults.results import keep, markdown
from bench.faults.run import Result, fault_run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["kills", "machines"], default="kills")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=4_000, help="rows of every imported file")
    parser.add_argument("--result", type=Path, help="where the counts are written")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: tidily

    def say(words: str) -> None:
        print(words, flush=True)

    try:
        result = (
            on_two_machines(asked.seed, say)
            if asked.what == "machines"
            else fault_run(asked.database, asked.kills, asked.seed, say, rows=asked.rows)
        )
    except NotPermitted as reason:
        print(f"The run on two machines is left out: {reason}.")
        return 0
    keep(result, asked.result)
    print(markdown(result))
    return 1 if result.faults else 0


def on_two_machines(seed: int, say: Callable[[str], None]) -> Result:
    go_inside()
    return machines_run(seed, say)


if __name__ == "__main__":
    sys.exit(main())
