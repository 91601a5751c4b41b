"""`setia serve` and `setia worker`: the processes of one machine under one parent.

The parent loads Setia once and forks: web (the server, which forks its own workers) and worker.
What all of them need is in memory once, the parent opens nothing, and it only waits, restarts what
dies, and passes on the wish to stop.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import Http404
from django.urls import resolve
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from setia.foundation.errors import Refusal
from setia.foundation.jobs import run_worker
from setia.foundation.jobs.stopping import ASKING, StopSignals

log = logging.getLogger("setia.serve")

THREADS = 3
"""Requests that one web process works on at a time; more would only wait for each other."""
CONNECTIONS = 512
"""Connections one web process keeps open. Browsers hold several idle ones each, so many more than threads."""
RARELY = (20_000, 20, 20)
"""When the collector looks for circles: a page makes thousands of objects and few of them stay."""
GRACE = 15
"""Seconds that requests and the current job get to end when Setia stops."""
LONGEST_PAUSE = 30.0
HEALTHY = 60.0
"""Seconds a process must have lived for its death to count as the first again."""

CAN_FORK = sys.platform == "linux"
SPAWNING: Any = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
PR_SET_PDEATHSIG = 1


def serve(host: str, port: int, workers: int, announce: Callable[[str], None] = print) -> int:
    """Web, worker and scheduler until SIGTERM or SIGINT; the exit code. Says the address when it answers."""
    refuse_taken(host, port)
    if CAN_FORK:
        load()
    children = [
        Child("web", partial(web, os.getpid(), host, port, workers)),
        Child("worker", partial(work, os.getpid())),
    ]
    with StopSignals() as signals:
        return Household(children, signals).keep(partial(say_address, host, port, announce))


def worker() -> int:
    """Only a worker with its scheduler, until SIGTERM or SIGINT; the exit code."""
    return run_worker()


def web(parent: int, host: str, port: int, workers: int) -> None:
    """The web server: `workers` processes of a few threads each."""
    begin(parent)
    os.setpgrp()  # Ctrl-C is for the parent alone: a server that is told twice to stop hangs
    multiprocessing.set_start_method("fork" if CAN_FORK else "spawn", force=True)
    loggers = settings.LOGGING.get("loggers", {}) | {"_granian": {}, "granian.access": {}}
    Granian(
        "setia",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=THREADS,
        backlog=1024,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING | {"loggers": loggers},
    ).serve(target_loader=partial(application, os.getpid()), wrap_loader=False)


def application(parent: int) -> Any:
    """What a web process serves; called in that process."""
    begin(parent)
    gc.set_threshold(*RARELY)
    return import_string(str(settings.WSGI_APPLICATION))


def work(parent: int) -> None:
    begin(parent)
    sys.exit(run_worker())


@dataclass
class Child:
    """A process that is started again whenever it dies, after a pause that grows with every death."""

    name: str
    task: Callable[[], None]
    process: BaseProcess | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        self.process = SPAWNING.Process(target=self.task, name=f"setia-{self.name}")
        self.started_at = time.monotonic()
        self.process.start()

    def bury(self) -> None:
        """Note the death and when to start again."""
        assert self.process is not None
        self.process.join()
        now = time.monotonic()
        self.deaths = 1 if now - self.started_at > HEALTHY else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
        self.due_at = now + pause
        log.error("process=%s died exit=%s restart_in=%ds", self.name, self.process.exitcode, pause)
        self.process = None


class Household:
    """Keeps the children alive, and leaves none behind."""

    def __init__(self, children: list[Child], signals: StopSignals) -> None:
        self.children = children
        self._signals = signals

    def keep(self, announced: Callable[[], bool]) -> int:
        """Until asked to stop. `announced` is called again and again until it says that it is done."""
        done = False
        while True:
            for child in self.children:
                if child.process is None and child.due_at <= time.monotonic():
                    child.start()
            done = done or announced()
            self._wait(self._alive(), 1.0 if done else 0.1)
            if self._signals.taken():
                return self.end()
            for child in self.children:
                if child.process is not None and not child.process.is_alive():
                    child.bury()

    def end(self) -> int:
        """Ask all to stop, and kill who has not when the time is over or when asked a second time."""
        for process in self._alive():
            process.terminate()
        end = time.monotonic() + GRACE
        while (alive := self._alive()) and time.monotonic() < end and not self._signals.taken():
            self._wait(alive, max(end - time.monotonic(), 0))
        for process in self._alive():
            log.warning("process=%s killed", process.name)
            process.kill()
            process.join()
        return 0

    def _alive(self) -> list[BaseProcess]:
        return [child.process for child in self.children if child.process and child.process.is_alive()]

    def _wait(self, processes: list[BaseProcess], seconds: float) -> None:
        """Until one of them ends, a signal arrives, or the time is over."""
        wait([self._signals.fileno(), *(process.sentinel for process in processes)], seconds)


def load() -> None:
    """Everything a process needs to answer, once for all of them; nothing open that a fork would share."""
    import_string(str(settings.WSGI_APPLICATION))
    with suppress(Http404):
        resolve("/")
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    gc.collect()
    gc.freeze()  # the collector of a child would otherwise copy every page by touching it


def refuse_taken(host: str, port: int) -> None:
    """Say so when somebody listens there already: web processes share the port and would not notice."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as trouble:
        text = _("Setia cannot listen at %(host)s, port %(port)s: %(reason)s. Choose another with --port.")
        raise Refusal(text % {"host": host, "port": port, "reason": trouble.strerror}) from None


def say_address(host: str, port: int, announce: Callable[[str], None]) -> bool:
    """Print the address once the server answers there; whether it did."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((reachable, port), timeout=1).close()
    except OSError:
        return False
    shown = f"[{reachable}]" if ":" in reachable else reachable
    announce(_("Setia is at %(address)s") % {"address": f"http://{shown}:{port}"})
    return True


def begin(parent: int) -> None:
    """A child's first act: leave the parent's ear for signals, and arrange to end when the parent ends.

    Even when the parent is ended by kill -9: none is left behind.
    """
    signal.set_wakeup_fd(-1)
    for number in ASKING:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
