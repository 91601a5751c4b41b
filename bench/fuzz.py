"""Requests without end against a running server, made from its own OpenAPI document, as each role in turn.

    python -m bench.fuzz --minutes 5 [--database postgresql]

A server of its own on the loopback, with a demonstration company in a temporary folder, is asked by
schemathesis: single operations with fitting and unfitting values, and sequences along the document's
links. What breaks the document, fails, or tells a narrow role of somebody else's records is printed
with the request to repeat; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60
NARROW = ("Sales representative", "Team lead", "reading")
"""Those that see only what is theirs."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--minutes", type=float, default=5, help="for all roles together (5)")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--seed", type=int, default=int(time.time()), help="repeats a run as far as time allows")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="setia-fuzz-")))
        os.environ.update(SETIA_DATA_DIR=str(folder / "data"), SETIA_API_RATE="0", SETIA_LOG_LEVEL="ERROR")
        if given.database == "postgresql":
            cluster = Cluster().start()
            stack.callback(cluster.stop)
            os.environ["SETIA_DATABASE_URL"] = cluster.url
        tokens = prepared()
        log = stack.enter_context((folder / "server.log").open("w+"))
        address = stack.enter_context(served(log.fileno()))
        document = folder / "openapi.json"
        document.write_bytes(urlopen(f"{address}/openapi.json", timeout=10).read())  # noqa: S310
        share = max(1, int(given.minutes * 60 / len(tokens)))
        failed = [role for role in tokens if not ask(document, address, role, tokens[role], share, given.seed)]
        log.seek(0)
        broken = log.read()
    print(f"seed {given.seed}; failed as: {', '.join(failed) or 'nobody'}")
    if "Traceback" in broken:
        print(broken[-5_000:])
    return 1 if failed or "Traceback" in broken else 0


def prepared() -> dict[str, str]:
    """A small company with marked records; the token of each role, and one that may only read."""
    fill = [sys.executable, "-m", "setia", "demo", "--fill-only", "--parties", "60", "--years", "0.5"]
    subprocess.run(fill, check=True, cwd=ROOT)  # noqa: S603
    made = [sys.executable, "-m", "bench.fuzz_world"]
    found = subprocess.run(made, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    tokens: dict[str, str] = json.loads(found)
    return tokens


@contextmanager
def served(log: int) -> Iterator[str]:
    """The address of the API while `setia serve` runs; the whole process group is ended afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "setia", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
    address = f"http://127.0.0.1:{port}/api/v1"
    try:
        until = time.monotonic() + SECONDS_TO_START
        while not answers(f"{address}/openapi.json"):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server does not answer")
            time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def answers(address: str) -> bool:
    try:
        return bool(urlopen(address, timeout=5).status == 200)  # noqa: S310
    except OSError:
        return False


def ask(document: Path, address: str, role: str, token: str, seconds: int, seed: int) -> bool:
    """Ask as one role for so many seconds; True when every answer was as it should be."""
    print(f"\n==== {role}, {seconds} s ====", flush=True)
    settings = document.with_name("schemathesis.toml")
    settings.write_text(CONFIGURATION)
    hooks = {"SCHEMATHESIS_HOOKS": "bench.fuzz_checks"} if role in NARROW else {}
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings), "run", str(document),
        "--url", address, "-H", f"Authorization: Bearer {token}", "--max-time", str(seconds), "--seed", str(seed),
        "--continue-on-failure", "--no-shrink", "--warnings", "off",
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, env=os.environ | hooks, check=False).returncode == 0  # noqa: S603


CONFIGURATION = """
[checks.positive_data_acceptance]
enabled = false
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 411, 412, 413, 415, 422, 429]
[phases.stateful.inference]
algorithms = []
"""


if __name__ == "__main__":
    sys.exit(main())
