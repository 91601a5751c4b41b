"""How fast demand is forecast, beside a peer where there is one.

python -m bench.insight.demand_speed                       ours
<an environment with statsforecast> bench/insight/demand_peers.py      the peer, on the same series
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

from bench.insight.demand_series import AHEAD, now_and_then, regular
from setia.domains.insight.demand.choosing import choose
from setia.domains.insight.demand.methods.intermittent import GRID, smoothed

ROOMS = ("reading", "launch.planning", "prices.advising")


def timed(what: str, do: Callable[[], object]) -> None:
    clock, work = time.perf_counter(), time.process_time()
    do()
    print(f"{what}: {time.perf_counter() - clock:.3f} s, {time.process_time() - work:.3f} s of processors")


def importing() -> None:
    rooms = ", ".join(f"setia.domains.insight.demand.{room}" for room in ROOMS)
    code = f"import time; before = time.process_time(); import {rooms}; print(time.process_time() - before)"
    runs = [float(subprocess.check_output([sys.executable, "-c", code])) for _run in range(5)]
    print(f"importing everything: {min(runs):.3f} s of processors (best of 5)")


def main() -> None:
    importing()
    few, often = now_and_then(10_000), regular(5_000)
    history = few[:, :-AHEAD]
    for method in ("croston", "sba", "tsb"):
        timed(f"{method}, 10,000 series, alpha .1", lambda method=method: smoothed(history, method))
        timed(f"{method}, 10,000 series, alpha of four", lambda method=method: smoothed(history, method, GRID))
    timed("choice for 10,000 now-and-then series of three years", lambda: choose(history, 52, AHEAD))
    doubled = [often, regular(5_000, seed=3)]
    for number, one in enumerate(doubled, 1):
        timed(f"choice for 5,000 regular series of three years, part {number}", lambda one=one: choose(
            one[:, :-AHEAD], 52, AHEAD
        ))  # fmt: skip
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
