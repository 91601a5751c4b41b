"""Threads that use Setia while it is being killed, and write down what they were told."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from bench.faults.asking import Answer, Line, NoAnswer, NotSent
from bench.faults.journal import ACKNOWLEDGED, DENIED, REFUSED, UNKNOWN, Journal, Write

API = "/api/v1"
NOTHING_CHANGED = "Nothing was changed"
READ_SECONDS = 300.0
AGAIN = 0.1
"""Seconds before a request is repeated that nobody heard, or that the database had no time for."""


@dataclass
class World:
    """What all clients share. `going` is cleared to let the dust settle, `over` is set at the end."""

    host: str
    port: int
    token: str
    journal: Journal
    loses_database: bool = False
    seconds: float = 60.0
    going: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def line(self) -> Line:
        return Line(self.host, self.port, {"Authorization": f"Bearer {self.token}"}, self.seconds)


class Client(Thread):
    """Takes turns until the end; between two turns it can be held up."""

    def __init__(self, world: World, seed: str) -> None:
        super().__init__(name=f"{type(self).__name__}-{seed}", daemon=True)
        self.world, self.journal, self.line = world, world.journal, world.line()
        self.random = random.Random(f"{type(self).__name__} {seed}")  # noqa: S311
        self.idle = False

    def run(self) -> None:
        while not self.world.over.is_set():
            self.idle = not self.world.going.is_set()
            if self.idle:
                time.sleep(0.02)
                continue
            try:
                self.turn()
            except Exception as trouble:
                self.journal.fault(f"{self.name}: {type(trouble).__name__}: {trouble}")
                time.sleep(1)

    def turn(self) -> None:
        raise NotImplementedError

    def send(self, write: Write, method: str, path: str, body: Any, **headers: str) -> Answer | None:
        """Ask for a write; with a key until there is an answer. None when nothing certain is known."""
        if write.key:
            headers["Idempotency_Key"] = write.key
        while not self.world.over.is_set():
            answer = self._once(write, method, path, body, headers)
            if answer is not None or not write.key:
                return answer
            time.sleep(AGAIN)
        return None

    def _once(self, write: Write, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        answer = self.asked(write, method, path, body, headers)
        if answer is None:
            return None
        write.told = str(answer.status)
        if answer.status < 400:
            write.outcome = ACKNOWLEDGED
            self.journal.count(f"{write.how} acknowledged")
            if answer.headers.get("idempotency-replayed"):
                self.journal.count("answered again under the same key")
            return answer
        if answer.status < 500:
            write.outcome = REFUSED
            write.told = answer.body[:300].decode(errors="replace")
            self.journal.fault(f"refused: {write.how} {write.slug} {write.mark}: {write.told}")
            return answer
        self.broken(answer, path)
        write.outcome = DENIED if NOTHING_CHANGED.encode() in answer.body else UNKNOWN
        return None

    def asked(self, write: Write, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        """The answer, or None when it did not come; waits for somebody to listen."""
        while not self.world.over.is_set():
            try:
                write.tries += 1
                return self.line.ask(method, path, body, **headers)
            except NotSent:
                write.tries -= 1
                self.journal.count("nobody listened")
                time.sleep(AGAIN)
            except NoAnswer:
                write.outcome = UNKNOWN
                self.journal.count("answers lost")
                return None
        return None

    def read(self, path: str) -> Answer:
        """An answer to a question, however often it has to be asked."""
        end = time.monotonic() + READ_SECONDS
        while time.monotonic() < end:
            try:
                answer = self.line.ask("GET", path)
            except (NotSent, NoAnswer):
                time.sleep(AGAIN)
                continue
            if answer.status < 500:
                return answer
            self.broken(answer, path)
            time.sleep(AGAIN)
        raise TimeoutError(f"no answer to {path}")

    def broken(self, answer: Answer, path: str) -> None:
        """A 503 is explained where the database is being killed; anything else never is."""
        self.journal.count(f"answers {answer.status}")
        if answer.status != 503 or not self.world.loses_database:
            words = answer.body[:200].decode(errors="replace")
            self.journal.fault(f"{answer.status} at {path}: {words}")
        time.sleep(AGAIN)
