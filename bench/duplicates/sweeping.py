"""How long it takes to compare everybody with everybody in the company that is kept, and to look one up.

Run inside the installation: `python -m bench.duplicates.sweeping`. It only reads.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
django.setup()

from setia.domains.duplicates.linkage.sweeping import Crowd  # noqa: E402
from setia.domains.duplicates.sweeping.candidates import likely_ones  # noqa: E402
from setia.domains.duplicates.sweeping.reading import all_profiles, profiles  # noqa: E402
from setia.foundation.access import system  # noqa: E402

LEAST, LOOKED_UP = 0.5, 300


def swept() -> dict[str, Any]:
    began, cpu, crowd = time.monotonic(), time.process_time(), Crowd()
    crowd.fill(all_profiles())
    read = time.monotonic()
    weights = crowd.estimated()
    estimated = time.monotonic()
    found = crowd.likely(weights, LEAST)
    ended = time.monotonic()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "parties": len(crowd.ids),
        "found": len(found),
        "compared": crowd.compared,
        "read_s": round(read - began, 1),
        "estimated_s": round(estimated - read, 1),
        "compared_s": round(ended - estimated, 1),
        "minutes": round((ended - began) / 60, 2),
        "cpu_minutes": round((time.process_time() - cpu) / 60, 2),
        "pairs_per_second": round(crowd.compared / (ended - estimated)),
        "memory_mb": memory,
        "lookup_ms": looked_up(weights, crowd.ids[:: max(1, len(crowd.ids) // LOOKED_UP)]),
    }


def looked_up(weights: Any, ids: list[int]) -> dict[str, float]:
    """Who may be the same as one party, asked of the indexes: what a form and a night's sweep cost."""
    taken, access = [], system().access
    for id_, profile in profiles(ids).items():
        began = time.perf_counter()
        likely_ones(profile, weights, LEAST, access, but=id_)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"p50": round(taken[len(taken) // 2], 1), "p95": round(taken[int(len(taken) * 0.95)], 1)}


if __name__ == "__main__":
    json.dump(swept(), sys.stdout)
