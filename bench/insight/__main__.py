"""`python -m bench.insight`: how long the estimators of customer behaviour take, beside their peers in the same run.

The peers are never libraries of Setia: make an environment with `lifetimes` and `lifelines` somewhere else and name its
interpreter, `--peers .../bin/python`. Every step runs in a process of its own, which tells its seconds, the processor's
seconds and its peak memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.insight.invented import histories

HERE = Path(__file__).resolve().parent
OURS = ("import", "summary", "bg", "pareto", "cox", "baskets")
PEERS = ("bg", "pareto", "cox")


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.insight", description=__doc__)
    parser.add_argument("--peers", type=Path, help="a Python that has lifetimes and lifelines")
    parser.add_argument("--only", nargs="*", default=OURS, choices=OURS)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        for name, size in (("bg", 1_000_000), ("pareto", 100_000)):
            if name in arguments.only:
                np.save(Path(folder) / f"{name}.npy", np.array(histories(size)))
        for step in arguments.only:
            print(step, "Setia", timed(sys.executable, "ours.py", step, folder), flush=True)
            if arguments.peers and step in PEERS:
                print(step, "peer", timed(str(arguments.peers), "peers.py", step, folder), flush=True)


def timed(python: str, script: str, step: str, folder: str) -> dict[str, object]:
    home = str(HERE.parent.parent)
    done = subprocess.run(
        [python, str(HERE / script), step, folder], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": home},
    )  # fmt: skip
    if done.returncode:
        return {"failed": done.stderr[-400:]}
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
