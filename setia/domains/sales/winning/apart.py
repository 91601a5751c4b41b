"""Heavy arithmetic in a process of its own: its libraries are in nobody else's memory, and gone when it is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import setia

SECONDS = 900
HOME = str(Path(setia.__file__).resolve().parent.parent)


def worked_out(module: str, asked: Any) -> Any:
    """What `python -m module` answers, both in JSON. One thread of arithmetic, so that answers do not differ."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", module], input=json.dumps(asked), capture_output=True, text=True, timeout=SECONDS,
        env={**os.environ, **threads, "PYTHONPATH": path}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)
