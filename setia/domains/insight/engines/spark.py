"""Reducing marts with Spark, for a firm whose data outgrow the machine. In a process of its own; needs `setia[spark]`.

The same texts, rewritten by SQLGlot, over the same files, which the cluster has to reach under the same paths. What
Spark made is written once more by `warehouse.writing`, so that the files do not differ from those that
DuckDB would have made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

import setia
from setia.foundation.errors import Refusal

HOME = str(Path(setia.__file__).resolve().parent.parent)
SECONDS = 6 * 3600


@dataclass(frozen=True)
class Plan:
    """`files` by mart; the answer goes into the folder `made`."""

    engine: str
    sql: str
    files: dict[str, list[str]]
    as_of: str
    made: str


def is_there() -> bool:
    return find_spec("pyspark") is not None and find_spec("sqlglot") is not None


def run_apart(plan: Plan) -> None:
    if not is_there():
        raise Refusal(_("Spark is not installed here. Install it with: pip install setia[spark]"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))}
    done = subprocess.run(
        [sys.executable, "-m", "setia.domains.insight.engines.sparking"], input=json.dumps(asdict(plan)), text=True,
        capture_output=True, timeout=SECONDS, env=environment, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Refusal(_("Spark at %(engine)s did not answer: %(words)s") % {
            "engine": plan.engine, "words": done.stderr.strip()[-500:],
        })  # fmt: skip
