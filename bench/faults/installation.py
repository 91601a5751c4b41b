"""One Setia as people run it: own data folder, own port, `setia serve` with all its processes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "correct-horse-battery"  # noqa: S105
EMAIL = "ada@setia.example"
START_SECONDS = 120


class Stuck(Exception):
    """Something that has to come back by itself did not; the message says what."""


@dataclass
class Installation:
    """Its environment, and the parent of its processes while it runs.

    `inside` is a command that its programs are started with (to enter a network namespace).
    """

    folder: Path
    address: str = ""
    host: str = "127.0.0.1"
    inside: list[str] = field(default_factory=list)
    secret: str = "kept-for-the-length-of-a-fault-run-only"  # noqa: S105
    port: int = 0
    parent: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.port or free_port()

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SETIA_", "PYTEST_"))}
        return kept | {
            "SETIA_DATA_DIR": str(self.folder / "data"),
            "SETIA_DATABASE_URL": self.address,
            "SETIA_SECRET_KEY": self.secret,
            "SETIA_API_RATE": "0",
            "SETIA_HOSTS": f"{self.host},127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "bench.faults.site",
            "PYTHONPATH": str(ROOT),
        }

    @property
    def log(self) -> Path:
        return self.folder / "serve.log"

    def command(self, *words: str) -> list[str]:
        return [*self.inside, sys.executable, *words]

    def setia(self, *words: str, give: str = "") -> str:
        """Run a command of Setia to its end; what it printed."""
        done = subprocess.run(
            self.command("-m", "setia", *words), env=self.environment, cwd=ROOT, input=give, capture_output=True,
            text=True, check=False, timeout=300,
        )  # fmt: skip
        if done.returncode:
            raise Stuck(f"setia {' '.join(words)}: {done.stderr[-2000:]}")
        return done.stdout

    def prepare(self) -> str:
        """The tables, one person with all rights, and that person's token."""
        self.setia("user", "add", EMAIL, "--name", "Ada Seller", "--admin", "--password-stdin", give=PASSWORD + "\n")
        told = self.setia("do", "issue_token", "staff:1", "--name", "faults", "--scopes", "change", "--json")
        self.python("bench.faults.probe.prepare")
        secret: str = json.loads(told)["secret"]
        return secret

    def python(self, module: str, *words: str, give: str = "", seconds: float = 300) -> str:
        """Run a module of ours inside this installation; what it printed."""
        done = subprocess.run(
            self.command("-m", module, *words), env=self.environment, cwd=ROOT, input=give, capture_output=True,
            text=True, check=False, timeout=seconds,
        )  # fmt: skip
        if done.returncode:
            raise Stuck(f"{module}: {done.stderr[-4000:]}")
        return done.stdout

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.starts += 1
        with self.log.open("ab") as log:
            self.parent = subprocess.Popen(
                self.command("-m", "setia", "serve", "--host", self.host, "--port", str(self.port)),
                env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def wait_until_it_answers(self, seconds: float = START_SECONDS) -> None:
        end = time.monotonic() + seconds
        while not self.answers():
            if self.parent is not None and self.parent.poll() is not None:
                raise Stuck(f"setia serve ended with {self.parent.returncode}: {self.log.read_text()[-2000:]}")
            if time.monotonic() > end:
                raise Stuck(f"setia serve does not answer after {seconds:.0f} s: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether a request is answered, with whatever it may be."""
        line = HTTPConnection(self.host, self.port, timeout=20)
        try:
            line.request("GET", "/api/v1/")
            return line.getresponse().status > 0
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def kill(self) -> None:
        """`kill -9` of the parent; the children end with it."""
        if self.parent is not None:
            self.parent.kill()
            self.parent.wait()

    def stop(self) -> None:
        if self.parent is None:
            return
        self.parent.terminate()
        try:
            self.parent.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()
        self.parent = None

    def processes(self) -> dict[str, list[int]]:
        """The parent, the web server, its processes and the worker, as far as they live."""
        if self.parent is None or self.parent.poll() is not None:
            return {}
        found: dict[str, list[int]] = {"parent": [self.parent.pid]}
        for child in children(self.parent.pid):
            if group_of(child) == child:  # the web server leaves its parent's group
                found["web server"] = [child]
                found["web process"] = children(child)
            else:
                found["worker"] = [child]
        return found


def children(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def group_of(process: int) -> int:
    with suppress(OSError):
        return os.getpgid(process)
    return 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: Any = probe.getsockname()[1]
        return int(port)
