"""The short form of `make faults`: half a dozen kills of a running Setia, and everything must still hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 6
SECONDS = 540


def test_kill_dash_nine_at_random_moments_loses_halves_and_repeats_nothing(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    result = tmp_path / "result.json"
    words = ["--database", pytestconfig.option.database, "--kills", str(KILLS), "--rows", "2500"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", *words, "--result", str(result)], cwd=ROOT, text=True,
        capture_output=True, timeout=SECONDS, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith(("SETIA_", "PYTEST_"))},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    told = json.loads(result.read_text())
    assert sum(told["kills"].values()) == KILLS
    assert told["faults"] == []
    proven = told["audit"]
    assert proven["writes acknowledged"] > 0
    assert proven["reactions that happened once"] > 0
    assert proven["steps of long jobs that happened once"] > 0
    assert proven["imports done"] > 0
