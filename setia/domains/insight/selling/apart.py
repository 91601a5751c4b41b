"""Arithmetic about what was sold in a process of its own, which answers line by line, so that no answer is large."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from setia.domains.insight.warehouse.refreshing import HOME

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def worked_out(module: str, asked: Any) -> Iterator[Any]:
    """What `python -m module` answers: JSON goes in, a line of JSON for each part comes out.

    One thread of arithmetic, so that answers do not differ. The process ends with whoever stops listening.
    """
    path = os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))
    environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
    with subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment,
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            json.dump(asked, child.stdin)
            child.stdin.close()
            for line in child.stdout:
                yield json.loads(line)
            words = child.stderr.read()
        except BaseException:
            child.kill()
            raise
        if child.wait():
            raise RuntimeError(f"{module} ended with {child.returncode}: {words[-2000:]}")
