"""What is no single request: how many records a second, how much memory, how many bytes before the first page."""

from __future__ import annotations

import json
import re
import threading
import time
from pathlib import Path
from typing import Any

from bench.exchange import write_file
from bench.installation import Installation
from bench.processes import memory
from bench.visitor import Visitor

CREATING_SECONDS = 10.0
CLIENTS = 2
IMPORTED = 50_000
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')

Amounts = dict[str, dict[str, Any]]


def amounts(installation: Installation, visitor: Visitor, token: str, idle: int) -> Amounts:
    """Of a server that has answered all requests; `idle` is the memory it held before them, in bytes."""
    found: Amounts = {}

    def note(key: str, label: str, aim: str, value: float) -> None:
        found[key] = {"label": label, "aim": aim, "value": round(value)}

    assert installation.server is not None
    now = memory(installation.server.pid)
    note("memory", "idle memory of web and worker, ten requests of each kind answered, MB (PSS)", "220", idle / 2**20)
    note("memory_after", "the same after 200 more requests of each kind", "", now / 2**20)
    note("first_bytes", "first bytes a browser loads, kB compressed", "120", first_bytes(visitor) / 1000)
    note("creates", f"creates a second, {CLIENTS} clients of the API", "150", creates(installation.port, token))
    rows, seconds = exported(visitor)
    note("export", "rows a second of a CSV export of an eighth of the parties, over HTTP", "100,000", rows / seconds)
    taken, undone = imported(installation)
    note("import", f"rows a second of `setia import` of {IMPORTED:,} people (with start and judging)", "20,000", taken)
    note("undo", "records a second of undoing that import", "", undone)
    return found


def first_bytes(visitor: Visitor) -> int:
    """The list of parties with all it links to, as a browser asks for it that knows nothing yet."""
    answer = visitor.ask("GET", "/parties/", headers={"Accept-Encoding": "identity"})
    linked = sorted(set(LINKED.findall(answer.text)))
    return visitor.get("/").size + sum(visitor.get(address).size for address in linked)


def creates(port: int, token: str) -> float:
    """Records made a second by clients that wait for each answer."""
    until, made = time.monotonic() + CREATING_SECONDS, [0] * CLIENTS
    began = int(time.time() * 1000)

    def work(number: int) -> None:
        client = Visitor(port, token=token)
        while time.monotonic() < until:
            name = f"c{number}.{began}.{made[number]}"
            body = {"first_name": "Carla", "last_name": f"Client {name}", "email": f"{name}@client.example"}
            answer = client.ask(
                "POST", "/api/v1/people", json.dumps(body).encode(), {"Content-Type": "application/json"}
            )
            if answer.status != 201:
                raise RuntimeError(f"creating answered {answer.status}: {answer.text[:200]}")
            made[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(made) / CREATING_SECONDS


def exported(visitor: Visitor) -> tuple[int, float]:
    """Lines that arrived, and seconds until the last one."""
    answer = visitor.get("/parties/export.csv?where=country+%3D+FR")
    if answer.status != 200:
        raise RuntimeError(f"the export answered {answer.status}")
    return answer.body.count(b"\r\n") - 1, answer.seconds


def imported(installation: Installation) -> tuple[float, float]:
    """Rows and records a second of the two commands, from their start to their end, while the server runs."""
    path = write_file(Path(installation.folder) / "people.csv", IMPORTED, seed=int(time.time()))
    began = time.monotonic()
    done = installation.run(
        "-m", "setia", "import", str(path), "--as", "people", "--yes", "--json", capture_output=True
    )
    between = time.monotonic()
    run = json.loads(done.stdout.strip().splitlines()[-1])
    installation.run("-m", "setia", "import", "--undo", str(run["id"]), "--yes", "--json", capture_output=True)
    return IMPORTED / (between - began), IMPORTED / (time.monotonic() - between)
