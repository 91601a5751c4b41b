"""Times requests one after another: the wall, the server's processor time and the database's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.installation import Installation
from bench.processes import cpu_seconds
from bench.requests import Operation, Request
from bench.samples import Samples
from bench.visitor import Answer, Visitor

WARM = 10


@dataclass
class Figures:
    """Milliseconds per request; `size` is bytes of a body as it came, compressed if the server does so."""

    key: str
    label: str
    aim: float
    p50: float
    p95: float
    server_cpu: float
    database_cpu: float
    size: int
    queries: int = 0
    wrong: dict[str, int] = field(default_factory=dict)


def quantile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least `part` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(part * len(ordered) + 0.5) - 1))]


def send(visitor: Visitor, program: Visitor, request: Request) -> Answer:
    if request.by_token:
        headers = {"Content-Type": "application/json"} if request.body else {}
        return program.ask(request.method, request.address, request.body, headers)
    if request.form is not None:
        return visitor.post(request.address, request.form)
    return visitor.ask(request.method, request.address)


def measure(
    installation: Installation, visitor: Visitor, program: Visitor, operation: Operation, samples: Samples, start: int
) -> Figures:
    """`start` numbers the requests, so that no two runs create the same record."""
    for number in range(WARM):
        send(visitor, program, operation.make(samples, start + number))
    server, database = _pids(installation)
    before = cpu_seconds(server), cpu_seconds(database) if database else 0.0
    seconds: list[float] = []
    sizes: list[int] = []
    wrong: dict[str, int] = {}
    for number in range(operation.times):
        answer = send(visitor, program, operation.make(samples, start + WARM + number))
        seconds.append(answer.seconds)
        sizes.append(answer.size)
        if answer.status not in operation.expected:
            wrong[str(answer.status)] = wrong.get(str(answer.status), 0) + 1
    after = cpu_seconds(server), cpu_seconds(database) if database else 0.0
    each = 1000 / operation.times
    return Figures(
        operation.key, operation.label, operation.aim, quantile(seconds, 0.5) * 1000, quantile(seconds, 0.95) * 1000,
        (after[0] - before[0]) * each, (after[1] - before[1]) * each, sorted(sizes)[len(sizes) // 2], wrong=wrong,
    )  # fmt: skip


def _pids(installation: Installation) -> tuple[int, int]:
    assert installation.server is not None
    cluster: Any = installation.cluster
    return installation.server.pid, cluster.process.pid if cluster and cluster.process else 0
