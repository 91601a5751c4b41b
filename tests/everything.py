"""Every check and every test, one after the other, with a summary at the end: `make test`.

    python -m tests.everything

Nothing stops at the first failure. A run that cannot take place on this machine is reported as skipped
with its reason; with SETIA_NO_SKIPS=1 that is a failure. SETIA_TEST_RESULT names a file for the last line.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.postgres import Cluster, NoServer

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.environ.get("SETIA_TEST_WORKERS", "2")
CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "floors": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-logo",
    ],
}
"""Each is one process that uses one processor: they run beside each other, and are told one after the other."""


@dataclass
class Outcome:
    """How one step ended; checks count as one passed or failed, test runs by their tests."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        counts = f"{self.passed} passed, {self.failed} failed"
        return f"{counts}, {len(self.skipped)} skipped" if self.skipped else counts


def run(arguments: list[str], folder: Path, **variables: str) -> int:
    environment = os.environ | {"SETIA_DATA_DIR": str(folder / "data"), **variables}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False).returncode


def check(ended: Future[subprocess.CompletedProcess[str]]) -> Outcome:
    done = ended.result()
    print(done.stdout, flush=True)
    failed = done.returncode != 0
    return Outcome(passed=int(not failed), failed=int(failed))


def begin(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ | {"SETIA_DATA_DIR": str(folder / "data")},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


def tests(database: str, folder: Path, **variables: str) -> Outcome:
    tally = folder / f"tally-{database}.json"
    arguments = ["-m", "pytest", "-n", WORKERS, "--database", database, "--durations=25", "--durations-min=2"]
    code = run(arguments, folder, SETIA_TEST_TALLY=str(tally), **variables)
    outcome = Outcome(**json.loads(tally.read_text())) if tally.exists() else Outcome()
    if code != 0 and not outcome.failed and not (outcome.skipped and no_skips()):
        outcome.failed = 1  # collection or the run itself broke
    return outcome


def tests_on_postgresql(folder: Path) -> Outcome:
    if address := os.environ.get("SETIA_TEST_POSTGRES_URL"):
        return tests("postgresql", folder, SETIA_TEST_POSTGRES_URL=address)
    try:
        cluster = Cluster().start()
    except NoServer as reason:
        return Outcome(skipped=[f"all tests on PostgreSQL: {reason}"])
    try:
        return tests("postgresql", folder, SETIA_TEST_POSTGRES_URL=cluster.url)
    finally:
        cluster.stop()


def no_skips() -> bool:
    return os.environ.get("SETIA_NO_SKIPS") == "1"


def steps(folder: Path, beside: Executor) -> dict[str, Callable[[], Outcome]]:
    return {
        **{name: partial(check, beside.submit(begin, arguments, folder)) for name, arguments in CHECKS.items()},
        "tests on SQLite": partial(tests, "sqlite", folder),
        "tests on PostgreSQL": partial(tests_on_postgresql, folder),
    }


def closing_line(outcomes: dict[str, Outcome]) -> str:
    passed, failed = (sum(getattr(each, name) for each in outcomes.values()) for name in ("passed", "failed"))
    skipped = sum(len(each.skipped) for each in outcomes.values())
    failed += skipped if no_skips() else 0
    return f"{passed} passed, {failed} failed" + (f" ({skipped} skipped)" if skipped else "")


def summary(outcomes: dict[str, Outcome]) -> str:
    lines = ["", "==== summary ===="]
    for name, outcome in outcomes.items():
        lines.append(f"{name:22}{outcome}   ({outcome.seconds:.0f} s)")
        lines += [f"    skipped {reason}" for reason in outcome.skipped]
    return "\n".join(lines)


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory(prefix="setia-checks-") as name, ThreadPoolExecutor(len(CHECKS)) as beside:
        planned = steps(Path(name), beside)
        for number, (title, step) in enumerate(planned.items(), 1):
            print(f"\n==== {number}/{len(planned)} {title} ====", flush=True)
            began = time.monotonic()
            outcomes[title] = step()
            outcomes[title].seconds = time.monotonic() - began
    last = closing_line(outcomes)
    print(f"{summary(outcomes)}\n{last}", flush=True)
    if path := os.environ.get("SETIA_TEST_RESULT"):
        Path(path).write_text(last + "\n")
    return 0 if ", 0 failed" in last else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("stopped")
