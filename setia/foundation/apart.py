"""Heavy arithmetic in a process of its own: its libraries are in nobody else's memory, and gone when it is done.

JSON goes in and comes out. One thread of arithmetic, so that answers do not differ.
"""

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

SECONDS = 900
HOME = str(Path(setia.__file__).resolve().parent.parent)
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def worked_out(module: str, asked: Any) -> Any:
    """What `python -m module` answers, as a whole."""
    done = subprocess.run(
        [sys.executable, "-m", module], input=json.dumps(asked), capture_output=True, text=True, timeout=SECONDS,
        env=_environment(), check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def answers(module: str, asked: Any) -> Iterator[Any]:
    """What it answers line by line, so that nobody holds all of a long answer."""
    with streamed(module, asked) as lines:
        yield from lines


@contextmanager
def streamed(module: str, asked: Any) -> Iterator[Iterator[Any]]:
    """The same, for whoever does not read all of it in one place.

    The process is ended with us: whoever stops reading early, or fails, leaves none behind. What it says of a failure
    stands among what we say ourselves.
    """
    with subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment()
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with child.stdin:
                json.dump(asked, child.stdin)
            yield map(json.loads, child.stdout)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise RuntimeError(f"{module} ended with {child.returncode}")


def _environment() -> dict[str, str]:
    path = os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
