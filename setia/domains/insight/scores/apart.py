"""Arithmetic in a process of its own whose answer is long: it comes line by line, so that nobody holds all of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import setia

HOME = str(Path(setia.__file__).resolve().parent.parent)


@contextmanager
def streamed(module: str, told: Any) -> Iterator[Iterator[Any]]:
    """Lines of JSON that `python -m module` writes; one thread of arithmetic, so that answers do not differ.

    It is ended with us: whoever stops reading early, or fails, leaves no process behind. What it says of a failure
    stands among what we say ourselves.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))
    with subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **threads, "PYTHONPATH": path},
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with child.stdin:
                json.dump(told, child.stdin)
            yield map(json.loads, child.stdout)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}")
