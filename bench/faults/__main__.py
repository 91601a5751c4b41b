"""The command: runs, prints a table of counts, keeps the result; the exit code tells whether all held."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from bench.faults.results import keep, markdown
from bench.faults.run import fault_run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=4_000, help="rows of every imported file")
    parser.add_argument("--result", type=Path, help="where the counts are written")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: tidily
    result = fault_run(asked.database, asked.kills, asked.seed, lambda words: print(words, flush=True), rows=asked.rows)
    keep(result, asked.result)
    print(markdown(result))
    return 1 if result.faults else 0


if __name__ == "__main__":
    sys.exit(main())
