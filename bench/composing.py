"""`python -m bench.composing`: how long the composer of offers takes for invented catalogs of different sizes.

Catalogs are made from a seed: a third of the modules requires another, a fifth excludes one, three in ten use the
capacity of a few, and the budget pays for some of what serves. In every second one each module serves up to five
needs, prices lie further apart, and a third of them are below their floor.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage

from bench.measuring import yardstick
from setia.domains.sales.composing import passing
from setia.domains.sales.composing.passing import as_plain
from setia.domains.sales.composing.problem import THOUSANDTHS, Module, Problem, Rule, Wish

SIZES = ((50, 15), (100, 20), (200, 10), (200, 20), (200, 30))
FIVE = (1, 2, 3, 4, 5)
CHILD = Path(passing.__file__).with_name("child.py")


def invented(modules: int, needs: int, seed: int) -> Problem:
    """The same for the same numbers, on every machine."""
    chance = Random(f"{modules} {needs} {seed}")  # noqa: S311
    hubs = max(2, modules // 25)
    make = _closer if seed % 2 else _module
    made = tuple(make(id_, id_ <= hubs, needs, chance) for id_ in range(1, modules + 1))
    serving = sorted(module.price for module in made if module.fits)
    budget = serving[len(serving) // 2] * needs * chance.choice(FIVE) // 10
    return Problem(
        made, tuple(Wish(n, f"Need {n}", chance.randint(1, 100)) for n in range(1, needs + 1)),
        tuple(_rules(modules, hubs, chance)), budget=budget,
    )  # fmt: skip


def _module(id_: int, is_hub: bool, needs: int, chance: Random) -> Module:
    price = round(chance.lognormvariate(6.3, 0.9)) * 100 + chance.choice((0, 0, 0, 50, 90))
    cost = round(price * chance.uniform(0.25, 0.85))
    served = () if is_hub else chance.sample(range(1, needs + 1), chance.choice((1, 1, 2, 2, 3)))
    return Module(
        id_, f"Module {id_}", price, cost, -(-cost * 5 // 4), {need: chance.randint(2, 10) for need in served},
        chance.choice((None, None, None, 1, 5)), chance.choice((4, 8, 20)) * THOUSANDTHS if is_hub else 0,
        chance.random() < 0.85,
    )  # fmt: skip


def _closer(id_: int, is_hub: bool, needs: int, chance: Random) -> Module:
    price = chance.randint(50, 2000) * 100
    cost = round(price * chance.uniform(0.4, 1.0))
    served = () if is_hub else chance.sample(range(1, needs + 1), chance.choice(FIVE))
    return Module(
        id_, f"Module {id_}", price, cost, -(-cost * 5 // 4), {need: chance.randint(1, 10) for need in served},
        None, chance.choice((3, 5, 8)) * THOUSANDTHS if is_hub else 0, chance.random() < 0.8,
    )  # fmt: skip


def _rules(modules: int, hubs: int, chance: Random) -> Iterator[Rule]:
    for id_ in range(hubs + 1, modules + 1):
        if chance.random() < 0.35:
            yield Rule("requires", id_, chance.randint(1, id_ - 1))
        if chance.random() < 0.20:
            yield Rule("excludes", id_, chance.choice([n for n in range(hubs + 1, modules + 1) if n != id_]))
        if chance.random() < 0.30:
            yield Rule("uses", id_, chance.randint(1, hubs), chance.choice((500, 1_000, 2_000)))


def main() -> int:
    parser = ArgumentParser(prog="python -m bench.composing", description=__doc__)
    parser.add_argument("--problems", type=int, default=20, help="of each size")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(f"one core, yardstick {yardstick():.0f}; milliseconds of a whole proposal, start of its process included")
    for modules, needs in SIZES:
        wall, processor = zip(*(_proposed(modules, needs, seed) for seed in range(arguments.problems)), strict=True)
        parts = (f"{name} mean {sum(of) / len(of):5.0f} worst {max(of):5.0f}" for name, of in
                 (("processor", processor), ("wall", wall)))  # fmt: skip
        print(f"{modules:4} x {needs:2}", *parts, sep="   ")
    print(f"memory of the largest process {getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    return 0


def _proposed(modules: int, needs: int, seed: int) -> tuple[float, float]:
    text = json.dumps(as_plain(invented(modules, needs, seed))).encode()
    began, before = time.monotonic(), getrusage(RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-I", "-B", str(CHILD)], input=text, capture_output=True, check=True)  # noqa: S603
    wall, after = time.monotonic() - began, getrusage(RUSAGE_CHILDREN)
    if len(json.loads(done.stdout)["found"]) < 2:
        raise SystemExit("nothing stands beside the best")
    return wall * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(main())
