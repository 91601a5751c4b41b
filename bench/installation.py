"""An installation of Setia for measuring: its folder, its database, and the server as a user starts it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.postgres import KeptCluster

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


@dataclass
class Installation:
    """`folder` is kept, so that a large company is made once and measured many times."""

    folder: Path
    database: str
    cluster: KeptCluster | None = None
    server: subprocess.Popen[bytes] | None = None
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        # As a company has it: compiled when it is first started, not at every start.
        left_out = ("SETIA_", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        own = {"SETIA_DATA_DIR": str(self.folder / "data"), "SETIA_API_RATE": "0", **self.settings}
        if self.cluster:
            own["SETIA_DATABASE_URL"] = self.cluster.url
        return {**kept, **own}

    @property
    def is_filled(self) -> bool:
        return (self.folder / "filled").exists()

    def open(self) -> None:
        """The database answers; for SQLite there is nothing to start. A company that broke off is made anew."""
        if self.folder.exists() and not self.is_filled:
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.database == "postgresql":
            self.cluster = KeptCluster(self.folder / "postgresql")
            self.cluster.start()

    def close(self) -> None:
        self.stop_serving()
        if self.cluster:
            self.cluster.stop()

    def fill(self, parties: int) -> None:
        """Make the company, unless it is there already; then its database is brought to this version."""
        if self.is_filled:
            self.run("-m", "bench.company", "--upgrade")
            return
        self.run("-m", "setia", "user", "list", capture_output=True)
        self.run("-m", "bench.company", "--parties", str(parties))
        (self.folder / "filled").write_text(f"{parties}\n")

    def run(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        """A Python command of ours against this installation."""
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, text=True, **options
        )

    def serve(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        with (self.folder / "server.log").open("wb") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "setia", "serve", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + SECONDS_TO_START
        while True:
            with suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5).read()
                return
            if self.server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start; see {self.folder / 'server.log'}")
            time.sleep(0.1)

    def stop_serving(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(60)
        self.server = None


@contextmanager
def opened(folder: Path, database: str, parties: int) -> Iterator[Installation]:
    """A filled installation whose database answers, and nothing of it still running afterwards."""
    installation = Installation(folder, database)
    try:
        installation.open()
        installation.fill(parties)
        yield installation
    finally:
        installation.close()
