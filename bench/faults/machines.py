"""Two machines on one database, one of them cut off from it again and again while it works."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.faults.asking import NoAnswer, NotSent
from bench.faults.clients import API, Client, World
from bench.faults.importers import Sender
from bench.faults.installation import Installation, Stuck
from bench.faults.journal import Journal
from bench.faults.logs import unexplained
from bench.faults.network import DATABASE, MACHINES, Machine, inside, lay_cables, plug_in, pull
from bench.faults.run import DURABLE, Result, audit, settle_all
from bench.faults.writers import Keeper, Seller, Starter
from tests.postgres import Cluster, server_account

CUTS = (10.0, 22.0, 14.0, 30.0)
"""Seconds: shorter and longer than connections last in silence, all longer than the lease of the long job."""
BETWEEN = 6.0
LONGEST_ANSWER = 45.0
"""Seconds within which a machine that is cut off has to answer that it cannot."""
BACK = 60.0
"""Seconds within which it has to work again."""


@dataclass
class Site:
    """A machine, what runs on it, and who uses it."""

    machine: Machine
    place: Installation
    world: World
    clients: list[Client]


class Asker(Client):
    """Asks one question after another and measures how long the answers take."""

    longest = 0.0
    fine = 0

    def turn(self) -> None:
        began = time.monotonic()
        try:
            answer = self.line.ask("GET", f"{API}/companies?limit=5")
        except NotSent:
            return
        except NoAnswer as trouble:
            self.journal.fault(f"{self.world.host}: no answer after {time.monotonic() - began:.0f} s: {trouble}")
            return
        self.longest = max(self.longest, time.monotonic() - began)
        self.fine += answer.status == 200
        if answer.status >= 400:
            self.broken(answer, "companies")
        time.sleep(0.2)


def machines_run(seed: int, say: Callable[[str], None]) -> Result:
    """The whole run; to be called inside a network of its own."""
    began, result = time.monotonic(), Result("two machines", seed=seed)
    lay_cables()
    with tempfile.TemporaryDirectory(prefix="setia-faults-") as name:
        cluster = database()
        sites: list[Site] = []
        try:
            _run(Path(name), cluster, sites, result, say)
        except Stuck as stuck:
            result.faults.append(str(stuck))
        finally:
            for site in sites:
                site.world.over.set()
                site.place.stop()
            cluster.stop()
    result.seconds = time.monotonic() - began
    return result


def database() -> Cluster:
    """A server on the machine of its own, which the two others reach over their cables."""
    account = server_account()
    become = ["setpriv", f"--reuid={account['user']}", f"--regid={account['group']}", "--clear-groups"]
    started_with = [*inside(DATABASE), *become]
    return Cluster(settings=DURABLE, listens="*", trusted="10.232.0.0/16", inside=[*started_with]).start()


def _run(folder: Path, cluster: Cluster, sites: list[Site], result: Result, say: Callable[[str], None]) -> None:
    journal, chance = Journal(), random.Random(result.seed)  # noqa: S311
    token = ""
    for machine in MACHINES:
        address = f"postgresql://setia@{machine.database}:5432/setia"
        place = Installation(folder / machine.name, address, machine.address, inside(machine.name), port=8000)
        share_imports(place, folder / "imports")
        token = token or place.prepare()
        sites.append(Site(machine, place, World(machine.address, 8000, token, journal, loses_database=True), []))
    since = datetime.now(UTC).isoformat()
    for site in sites:
        site.place.start()
        site.place.wait_until_it_answers()
        kinds = (Keeper, Starter, Seller, Asker, Sender)
        site.clients += [kind(site.world, site.machine.name) for kind in kinds]
        for client in site.clients:
            client.start()
        site.world.going.set()
    for seconds in CUTS:
        time.sleep(BETWEEN)
        cut(chance.choice(sites), sites, seconds, result, journal, say)
    for site in sites:
        site.world.going.clear()
    say("settling and looking")
    settle_all([site.place for site in sites], [client for site in sites for client in site.clients])
    result.audit = audit(sites[0].place, journal, since, result)
    result.clients = journal.counts
    result.faults += journal.faults
    for site in sites:
        log = site.place.log.read_text()
        result.faults += [f"in the log of {site.machine.name}: {line}" for line in unexplained(log, True)]
        result.clients["jobs given up because another worker had them"] += log.count("job interrupted")
        asker = next(client for client in site.clients if isinstance(client, Asker))
        result.clients[f"longest answer of {site.machine.name}, in seconds"] = round(asker.longest)
        if asker.longest > LONGEST_ANSWER:
            result.faults.append(f"{site.machine.name} took {asker.longest:.0f} s to answer")


def share_imports(place: Installation, folder: Path) -> None:
    """Files that are to be imported stand where every worker can read them."""
    folder.mkdir(exist_ok=True)
    (place.folder / "data").mkdir(parents=True, exist_ok=True)
    (place.folder / "data" / "imports").symlink_to(folder)


def cut(
    site: Site, sites: list[Site], seconds: float, result: Result, journal: Journal, say: Callable[[str], None]
) -> None:
    """Cut one off, see that the others go on, plug it in, and see that it does too."""
    others = [each for each in sites if each is not site]
    before = {each.machine.name: asker_of(each).fine for each in others}
    say(f"{site.machine.name} is cut off for {seconds:.0f} s")
    pull(site.machine)
    time.sleep(seconds)
    plug_in(site.machine)
    result.kills["a machine cut off"] += 1
    for each in others:
        if asker_of(each).fine <= before[each.machine.name]:
            result.faults.append(f"{each.machine.name} did not go on while {site.machine.name} was cut off")
    fine, healed = asker_of(site).fine, time.monotonic()
    while asker_of(site).fine == fine:
        if time.monotonic() - healed > BACK:
            result.faults.append(f"{site.machine.name} does not answer {BACK:.0f} s after it was plugged in again")
            break
        time.sleep(0.1)
    took = round(time.monotonic() - healed)
    name = "longest time until a machine works again, in seconds"
    result.clients[name] = max(result.clients[name], took)
    journal.counts[name] = max(journal.counts[name], took)


def asker_of(site: Site) -> Asker:
    return next(client for client in site.clients if isinstance(client, Asker))
