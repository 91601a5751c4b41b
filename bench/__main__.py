"""`python -m bench`: make the company, start the server, measure, and keep the figures.

The figures of a run are kept in bench/results/pages-<database>-<parties>.json; `python -m bench.report`
writes bench/RESULTS.md from all of them.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from bench.accounts import ADMIN, PASSWORD
from bench.amounts import Amounts, amounts
from bench.installation import ROOT, Installation, opened
from bench.machine import conditions
from bench.measuring import ROUNDS, Figures, Measuring
from bench.processes import memory
from bench.requests import OPERATIONS
from bench.samples import samples_of
from bench.visitor import Visitor

RESULTS = ROOT / "bench" / "results"
FOLDER = ROOT / "var" / "bench"


def main() -> int:
    arguments = _arguments()
    folder = arguments.folder.resolve() / f"{arguments.database}-{arguments.parties}"
    with opened(folder, arguments.database, arguments.parties) as installation:
        if arguments.profile:
            installation.run("-m", "bench.queries", "--profile", arguments.profile)
            return 0
        run = conditions(installation)
        found, others = measured(installation, arguments.only)
        run.update(parties=arguments.parties, operations=[asdict(one) for one in found], amounts=others)
    if not arguments.only:
        RESULTS.mkdir(exist_ok=True)
        place = RESULTS / f"pages-{arguments.database}-{arguments.parties}.json"
        place.write_text(json.dumps(run, indent=1) + "\n")
    for one in found:
        print(
            f"{one.key:14} {one.p50:8.1f} {one.p95:8.1f} ms  server {one.server_cpu:6.1f}  database"
            f" {one.database_cpu:6.1f}  yardstick {one.yardstick:5.1f}  queries {one.queries:3}  bytes {one.size:7}"
            f"  {one.wrong or ''}"
        )
    for amount in others.values():
        print(f"{amount['value']:12,}  {amount['label']}")
    return 0


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the companies are kept between runs")
    parser.add_argument("--only", nargs="*", default=[], help="keys of the operations to measure")
    parser.add_argument("--profile", default="", help="instead: queries and profile of one operation")
    return parser.parse_args()


def measured(installation: Installation, only: list[str]) -> tuple[list[Figures], Amounts]:
    samples = samples_of(installation)
    counts = json.loads(installation.run("-m", "bench.queries", capture_output=True).stdout)
    installation.serve()
    visitor, program = Visitor(installation.port), Visitor(installation.port, token=samples.token)
    visitor.sign_in(ADMIN, PASSWORD)
    start = int(time.time()) * 1000
    asked = [operation for operation in OPERATIONS if not only or operation.key in only]
    measurings = [Measuring(installation, (visitor, program), operation, samples, start) for operation in asked]
    for measuring in measurings:
        measuring.warm_up()
    assert installation.server is not None
    idle = memory(installation.server.pid)
    for _round in range(ROUNDS):
        for measuring in measurings:
            measuring.round()
    found = [measuring.figures() for measuring in measurings]
    for one in found:
        one.queries = counts[one.key]
    return found, {} if only else amounts(installation, visitor, samples.token, idle)


if __name__ == "__main__":
    sys.exit(main())
