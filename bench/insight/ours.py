"""One step of `bench.insight` with our own estimators; what stands before the clock starts is not timed."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGAN, SPENT = time.perf_counter(), time.process_time()

import numpy as np  # noqa: E402

from bench.insight.invented import purchases  # noqa: E402
from setia.domains.insight.buying.baskets import rules  # noqa: E402
from setia.domains.insight.buying.contracts.hazards import fit as fit_hazards  # noqa: E402
from setia.domains.insight.buying.repeat.fitting import answer, fit  # noqa: E402
from setia.domains.insight.buying.summaries import Summary, summarised  # noqa: E402

IMPORTED = {"imported": round(time.perf_counter() - BEGAN, 2), "imported_cpu": round(time.process_time() - SPENT, 2)}
FOLDER = Path(sys.argv[2])


def summary_of(name: str) -> Summary:
    repeats, last, age = np.load(FOLDER / f"{name}.npy")
    nothing = np.zeros(len(age), np.int64)
    return Summary(0, np.arange(len(age)), -age, repeats, last, age, nothing, nothing)


def buyers(step: str, model: str) -> Callable[[], Any]:
    summary = summary_of(step)

    def run() -> dict[str, Any]:
        fitted = fit(summary, model)
        outlook = answer(fitted, summary)
        return {**fitted.parameters, "purchases": round(float(outlook.purchases.sum()))}

    return run


def made_summary() -> Callable[[], Any]:
    told = purchases(10_000_000, 1_000_000)
    return lambda: {"customers": len(summarised(*told, as_of=900))}


def cox() -> Callable[[], Any]:
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=(100_000, 5))
    weeks = np.ceil(rng.exponential(50 * np.exp(-inputs @ [0.5, -0.3, 0.2, 0, 0]))).clip(max=104)
    np.savez(FOLDER / "cox.npz", inputs=inputs, weeks=weeks)
    names = ["one", "two", "three", "four", "five"]
    return lambda: {"coefficients": fit_hazards(weeks, weeks < 104, inputs, names).coefficients}


def baskets() -> Callable[[], Any]:
    rng = np.random.default_rng(4)
    items = (rng.pareto(1.0, 3_000_000) * 20).astype(np.int64).clip(max=4_999)
    return lambda: {"rules": len(rules(rng.integers(0, 1_000_000, 3_000_000), items, least_support=0.001).lift)}


STEPS: dict[str, Callable[[], Callable[[], Any]]] = {
    "import": lambda: lambda: IMPORTED,
    "summary": made_summary,
    "bg": lambda: buyers("bg", "BG/NBD"),
    "pareto": lambda: buyers("pareto", "Pareto/NBD"),
    "cox": cox,
    "baskets": baskets,
}

run = STEPS[sys.argv[1]]()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clock, processor = time.perf_counter(), time.process_time()
said = run()
told = {"seconds": round(time.perf_counter() - clock, 2), "cpu": round(time.process_time() - processor, 2)}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({**told, "megabytes": peak // 1024, "megabytes_before": before // 1024, **said}))
