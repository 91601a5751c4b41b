"""`setia serve` as people run it: real processes, real signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import connection

from setia.faces.cli.serving import refuse_taken
from setia.foundation.errors import Refusal
from setia.foundation.jobs import task
from setia.foundation.jobs.model import Job

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads the tree of processes from /proc")
SERVE = """
import os, sys, django
from django.conf import settings
needed = ("django.", "setia.foundation")  # the rest would only take time to load
settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app.startswith(needed)]
django.setup()
from django.db import connection
from setia.faces.cli import serving, test_serving
connection.settings_dict["NAME"] = os.environ["SERVING_DATABASE"]
settings.ROOT_URLCONF = "setia.faces.cli.test_serving"
settings.WSGI_APPLICATION = "setia.faces.cli.test_serving.application"
sys.exit(serving.serve("127.0.0.1", int(sys.argv[1]), 2, lambda text: print(text, flush=True)))
"""

urlpatterns: list[Any] = []


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A stand-in for Setia that answers with the number of its process."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]


@task
def nothing() -> None:
    pass


class Served:
    """A running `setia serve` on the test database."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        environment = os.environ | {"SERVING_DATABASE": str(connection.settings_dict["NAME"])}
        self.parent = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.port)], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.parent.stdout is not None
        self.announced = self.parent.stdout.readline()

    def ask(self) -> int:
        with urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:  # noqa: S310
            return int(answer.read())

    def answers(self) -> bool:
        with suppress(OSError):
            return self.ask() > 0
        return False

    def family(self) -> list[int]:
        """The parent and all that descend from it."""
        found = [self.parent.pid]
        for process in found:
            with suppress(FileNotFoundError):
                for thread in Path(f"/proc/{process}/task").iterdir():
                    found += map(int, (thread / "children").read_text().split())
        return found


@pytest.fixture
def served(transactional_db: None) -> Iterator[Served]:
    running = Served()
    yield running
    running.parent.kill()
    running.parent.wait()


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@ON_LINUX
def test_web_and_worker_start_together_and_end_together(served: Served) -> None:
    assert served.announced == f"Setia is at http://127.0.0.1:{served.port}\n"
    nothing.enqueue()
    wait_for(lambda: not Job.objects.exists())
    family = served.family()
    assert served.ask() in family
    served.parent.terminate()
    assert served.parent.wait(20) == 0
    assert not [process for process in family if is_alive(process)]


@ON_LINUX
def test_whoever_dies_is_replaced_and_nobody_outlives_the_parent(served: Served) -> None:
    before = served.family()
    assert len(before) == 5
    os.kill(served.ask(), signal.SIGKILL)
    for child in before[1:3]:
        os.kill(child, signal.SIGKILL)
    wait_for(lambda: len(served.family()) == 5 and set(served.family()) & set(before) == {served.parent.pid})
    after = served.family()
    wait_for(served.answers)
    assert served.ask() in after
    served.parent.kill()
    wait_for(lambda: not [process for process in after if is_alive(process)])


def test_a_taken_port_is_refused_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refusal, match="Choose another with --port"):
            refuse_taken("127.0.0.1", other.getsockname()[1])
