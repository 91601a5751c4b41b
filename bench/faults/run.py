"""One run on one database: clients work, processes die, the dust settles, the auditor looks."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.faults.browsing import Visitor
from bench.faults.clients import Client, World
from bench.faults.importers import ROWS, Sender, Typist, seed_products
from bench.faults.installation import Installation, Stuck
from bench.faults.journal import Journal
from bench.faults.killing import Killer
from bench.faults.logs import unexplained
from bench.faults.writers import Keeper, Seller, Starter, Taker
from tests.postgres import Cluster

DURABLE = ("fsync=on", "jit=off")
SETTLED_SECONDS = 240.0


@dataclass
class Result:
    """What a run did and found."""

    database: str
    kills: Counter[str] = field(default_factory=Counter)
    clients: Counter[str] = field(default_factory=Counter)
    audit: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seed: int = 0


def fault_run(database: str, kills: int, seed: int, say: Callable[[str], None], *, rows: int = ROWS) -> Result:
    """So many kills on one database; the counts, and every fault that was found."""
    began = time.monotonic()
    result = Result(database, seed=seed)
    with tempfile.TemporaryDirectory(prefix="setia-faults-") as name:
        cluster = Cluster(settings=DURABLE).start() if database == "postgresql" else None
        place = Installation(Path(name), cluster.url if cluster else "")
        try:
            _run(place, cluster, kills, result, say, rows)
        except Stuck as stuck:
            result.faults.append(str(stuck))
        except KeyboardInterrupt:
            result.faults.append("the run was interrupted; the counts are those up to then")
        finally:
            place.stop()
            if cluster:
                cluster.stop()
    result.seconds = time.monotonic() - began
    return result


def _run(
    place: Installation, cluster: Cluster | None, kills: int, result: Result, say: Callable[[str], None], rows: int
) -> None:
    token, journal = place.prepare(), Journal()
    since = datetime.now(UTC).isoformat()
    seed_products(place, Taker.products)
    place.start()
    place.wait_until_it_answers()
    world = World(place.host, place.port, token, journal, loses_database=cluster is not None)
    clients = workforce(world, place, result.seed, rows)
    killer = Killer(place, random.Random(result.seed), cluster, result.kills)  # noqa: S311
    halves = [kills // 2, kills - kills // 2]
    warm_up(world, clients)
    try:
        for number, part in enumerate(halves, 1):
            world.going.set()
            for _turn in range(part):
                killer.kill_one()
            world.going.clear()
            say(f"{result.database}: {killer.kills.total()} kills; settling and looking ({number}/{len(halves)})")
            settle(place, clients, killer)
            result.audit = audit(place, journal, since, result)
            for fault in result.faults + journal.faults:
                say(f"  fault: {fault}")
    finally:
        world.over.set()
        result.clients = journal.counts
        result.faults += journal.faults
    for client in clients:
        client.join(30)
    result.faults += [f"in the log: {line}" for line in unexplained(place.log.read_text(), world.loses_database)]
    if cluster is not None:
        log = (cluster.folder / "log").read_text(errors="replace")
        result.clients["crash recoveries of the database"] = log.count("automatic recovery in progress")


def workforce(world: World, place: Installation, seed: int, rows: int) -> list[Client]:
    """Everybody who works while processes die."""
    clients: list[Client] = [
        Keeper(world, f"{seed}a"), Keeper(world, f"{seed}b"), Seller(world, f"{seed}a"), Starter(world, f"{seed}a"),
        Taker(world, f"{seed}a"), Visitor(world, f"{seed}a"), Sender(world, f"{seed}a", rows),
        Typist(world, f"{seed}a", place, rows),
    ]  # fmt: skip
    for client in clients:
        client.start()
    return clients


def warm_up(world: World, clients: list[Client], seconds: float = 60) -> None:
    """Let the person sign in, which takes a slow computation that would hardly ever be left in peace."""
    world.going.set()
    end = time.monotonic() + seconds
    while time.monotonic() < end and not all(c.is_signed_in for c in clients if isinstance(c, Visitor)):
        time.sleep(0.1)


def settle(place: Installation, clients: list[Client], killer: Killer) -> None:
    """Bring back what was killed last, then let everybody end their turn and every job be done."""
    killer.wait()
    settle_all([place], clients)


def settle_all(places: list[Installation], clients: list[Client]) -> None:
    end = time.monotonic() + SETTLED_SECONDS * 2
    while not all(client.idle or not client.is_alive() for client in clients):
        with suppress(Stuck):
            places[0].python("bench.faults.audit.settling", "1")  # what waits for its next try need not wait
        if time.monotonic() > end:
            raise Stuck(f"still busy: {[client.name for client in clients if not client.idle]}")
    told = places[0].python("bench.faults.audit.settling", str(SETTLED_SECONDS), seconds=SETTLED_SECONDS + 60)
    if left := json.loads(told):
        raise Stuck(f"jobs that nobody does: {left[:5]}")


def audit(place: Installation, journal: Journal, since: str, result: Result) -> dict[str, int]:
    path = place.folder / "journal.json"
    journal.save(path)
    found: dict[str, Any] = json.loads(place.python("bench.faults.audit", str(path), since))
    result.faults += found["faults"]
    counts: dict[str, int] = found["counts"]
    return counts
