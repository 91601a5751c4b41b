"""Times requests one after another: the wall, the server's processor time and the database's."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.installation import Installation
from bench.processes import cpu_seconds
from bench.requests import Operation, Request
from bench.samples import Samples
from bench.visitor import Answer, Visitor

WARM = 10


ROUNDS = 4
"""Each operation is asked in so many rounds, with the others between: a machine is not equally fast all the time."""


@dataclass
class Figures:
    """Milliseconds per request; `size` is bytes of a body as it came, compressed if the server does so.

    `yardstick` is what the same piece of work cost here meanwhile: how fast the machine was.
    """

    key: str
    label: str
    aim: float
    p50: float
    p95: float
    server_cpu: float
    database_cpu: float
    size: int
    yardstick: float = 0.0
    queries: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


@dataclass
class Taken:
    """What was measured of one operation so far."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    yardsticks: list[float] = field(default_factory=list)
    server: float = 0.0
    database: float = 0.0
    wrong: dict[str, int] = field(default_factory=dict)


def yardstick() -> float:
    """Milliseconds of processor time for a fixed piece of Python."""
    began, kept = time.process_time(), {}
    for number in range(60_000):
        kept[number % 997] = (number, str(number))
    return (time.process_time() - began) * 1000


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(part * len(ordered) + 0.5) - 1))]


def send(visitor: Visitor, program: Visitor, request: Request) -> Answer:
    if request.by_token:
        headers = {"Content-Type": "application/json"} if request.body else {}
        return program.ask(request.method, request.address, request.body, headers)
    if request.form is not None:
        return visitor.post(request.address, request.form, **({"HX-Request": "true"} if request.in_place else {}))
    return visitor.ask(request.method, request.address)


class Measuring:
    """One operation against one server; `start` numbers its requests, so that no two runs create the same record."""

    def __init__(
        self, installation: Installation, people: tuple[Visitor, Visitor], operation: Operation, samples: Samples,
        start: int,
    ) -> None:  # fmt: skip
        self.installation, self.people, self.operation, self.samples = installation, people, operation, samples
        self.number, self.taken = start, Taken()

    def warm_up(self) -> None:
        for _time in range(WARM):
            self._ask()

    def round(self) -> None:
        taken, (server, database) = self.taken, _pids(self.installation)
        taken.yardsticks.append(yardstick())
        before = cpu_seconds(server), cpu_seconds(database) if database else 0.0
        for _time in range(self.operation.times // ROUNDS):
            answer = self._ask()
            taken.seconds.append(answer.seconds)
            taken.sizes.append(answer.size)
            if answer.status not in self.operation.expected:
                taken.wrong[str(answer.status)] = taken.wrong.get(str(answer.status), 0) + 1
        taken.server += cpu_seconds(server) - before[0]
        taken.database += (cpu_seconds(database) if database else 0.0) - before[1]

    def figures(self) -> Figures:
        operation, taken = self.operation, self.taken
        each = 1000 / len(taken.seconds)
        return Figures(
            operation.key, operation.label, operation.aim,
            quantile(taken.seconds, 0.5) * 1000, quantile(taken.seconds, 0.95) * 1000,
            taken.server * each, taken.database * each, int(quantile(taken.sizes, 0.5)),
            yardstick=round(sum(taken.yardsticks) / len(taken.yardsticks), 1), wrong=taken.wrong,
        )  # fmt: skip

    def _ask(self) -> Answer:
        self.number += 1
        return send(*self.people, self.operation.make(self.samples, self.number))


def _pids(installation: Installation) -> tuple[int, int]:
    assert installation.server is not None
    cluster: Any = installation.cluster
    return installation.server.pid, cluster.process.pid if cluster and cluster.process else 0
