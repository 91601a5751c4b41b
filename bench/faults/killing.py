"""Who is killed, and what is waited for before the next."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.faults.installation import Installation, Stuck, children
from tests.postgres import Cluster

PROCESSES = {"web process": 32, "web server": 8, "worker": 32, "parent": 10}
DATABASE = {"backend": 20, "database server": 14}
SHORTEST, LONGEST = 0.1, 2.4
"""Seconds between the moment when everything answers and the next kill."""


@dataclass
class Killer:
    """Kills by weighted chance; every victim is one `kill -9` of a process that lives at that moment."""

    place: Installation
    random: random.Random
    cluster: Cluster | None = None
    kills: Counter[str] = field(default_factory=Counter)

    def kill_one(self) -> None:
        """Wait a moment, kill, and see to what does not come back by itself."""
        time.sleep(self.random.uniform(SHORTEST, LONGEST))
        self.revive()
        weights = PROCESSES | (DATABASE if self.cluster else {})
        while not self._strike(self.random.choices(list(weights), list(weights.values()))[0]):
            time.sleep(0.05)
            self.revive()
        if self.random.random() < 0.85:  # else the next one comes while this is still coming back
            self.wait()

    def wait(self, seconds: float = 180) -> None:
        """Until everything answers again."""
        end = time.monotonic() + seconds
        self.revive()
        while not self.place.answers():
            if time.monotonic() > end:
                raise Stuck(f"nothing answers after {seconds:.0f} s: {self.place.log.read_text()[-2000:]}")
            time.sleep(0.05)
            self.revive()

    def _strike(self, victim: str) -> bool:
        process = self._pick(victim)
        if process is None:
            return False
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            self.kills[victim] += 1
            if victim == "parent" and self.place.parent:
                self.place.parent.wait()
            if victim == "database server" and self.cluster and self.cluster.process:
                self.cluster.process.wait()
            return True
        return False

    def _pick(self, victim: str) -> int | None:
        if victim == "database server":
            assert self.cluster is not None
            return self.cluster.process.pid if self.cluster.process else None
        found = self.backends() if victim == "backend" else self.place.processes().get(victim, [])
        return self.random.choice(found) if found else None

    def backends(self) -> list[int]:
        """The processes of the database server that serve somebody."""
        if self.cluster is None or self.cluster.process is None:
            return []
        found = []
        for process in children(self.cluster.process.pid):
            with suppress(OSError):
                if b"postgres: setia" in Path(f"/proc/{process}/cmdline").read_bytes():
                    found.append(process)
        return found

    def revive(self) -> None:
        """Start again what only a person or the system would: the parent, the database server."""
        if self.cluster is not None and self.cluster.process is not None and self.cluster.process.poll() is not None:
            serve_again(self.cluster)
        if self.place.parent is not None and self.place.parent.poll() is not None:
            start_again(self.place)


def serve_again(cluster: Cluster, tries: int = 100) -> None:
    """A killed server's last processes may still hold its memory for a moment."""
    for _turn in range(tries):
        with suppress(Exception):
            cluster.serve()
            return
        time.sleep(0.2)
    raise Stuck(f"the database server does not start again: {(cluster.folder / 'log').read_text()[-2000:]}")


def start_again(place: Installation, tries: int = 40) -> None:
    """As whatever watches over it would, when the first try comes too early."""
    for _turn in range(tries):
        with suppress(Stuck):
            place.start()
            place.wait_until_it_answers()
            return
        time.sleep(0.25)
    raise Stuck(f"setia serve does not start again: {place.log.read_text()[-2000:]}")
