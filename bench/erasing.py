"""How long another writer waits while a party with many entries in the ledger is erased.

    python -m bench.erasing [--entries 70000] [--others 20000] [--postgresql]

One process erases; another changes the city of somebody else again and again, as a person who saves a form does,
and notes how long each change took. A third says how long a change takes when nobody else writes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.installation import Installation

FILL = """
import sys, django; django.setup()
from datetime import timedelta
from django.utils import timezone
from setia.foundation import bulk
from setia.foundation.access import system
from setia.foundation.models import Entry
from setia.kit import verbs
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import write
entries, others = int(sys.argv[1]), int(sys.argv[2])
by = system("cli")
made = [Change(after={"name": f"Somebody {n}", "kind": "person", "email": f"s{n}@firm.example"}) for n in range(others)]
write(registry["people"], made, by)
zelda = {"first_name": "Zelda", "last_name": "Quistrup", "email": "zelda@firm.example"}
pk = verbs.create(registry["people"], zelda, by).ids[0]
now = timezone.now()
COLUMNS = "kind at recorded_at channel noun record_id story_id version act title data".split()
data = {"inputs": {"text": "Zelda Quistrup wrote from zelda@firm.example about ropes and sails", "kind": "email"}}
rows = (("party.mailed", now - timedelta(minutes=n), now, "api", "parties.party", pk, pk, 1, n + 10_000_000,
         "Zelda Quistrup", data) for n in range(entries))
bulk.insert(Entry, COLUMNS, rows)
order = [Change(after={"party_id": pk, "total": 100, "currency": "EUR", "reference": f"R-{n}"}) for n in range(500)]
write(registry["orders"], order, by)
asked = verbs.create(registry["privacy-requests"], {"kind": "erasure", "party": str(pk)}, by).ids[0]
bulk.analyse()
print(asked)
"""

ERASE = """
import sys, time, django; django.setup()
from setia.domains.privacy.erasures.model import Erasure
from setia.domains.privacy.erasures.running import run
from setia.foundation.access import system
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
by, resource = system("cli"), registry["privacy-requests"]
began = time.monotonic()
perform(find_operation(resource, "erase"), [int(sys.argv[1])], {}, by)
erasure = Erasure.objects.get(request=sys.argv[1])
done = run(erasure.pk, by, lambda done, total, note: None)
erasure.refresh_from_db()
print(f"{time.monotonic() - began:.1f} s, {erasure.done:,} rows, left {erasure.left}", done)
"""

WRITE = """
import sys, time, django; django.setup()
from pathlib import Path
from setia.foundation.access import system
from setia.kit import verbs
from setia.kit.resources import registry
by, stop, seconds = system("cli"), Path(sys.argv[1]), []
while not stop.exists():
    began = time.monotonic()
    verbs.change(registry["people"], [7], {"city": f"Town {len(seconds)}"}, by)
    seconds.append(time.monotonic() - began)
    time.sleep(0.05)
seconds.sort()
at = lambda share: seconds[min(int(len(seconds) * share), len(seconds) - 1)] * 1000
shown = ", ".join(f"{name} {at(share):.0f}" for name, share in (("median", 0.5), ("95 %", 0.95), ("longest", 1)))
print(f"{len(seconds)} changes, ms: {shown}")
"""


def program(where: Installation, text: str, *arguments: object) -> subprocess.Popen[str]:
    environment = where.environment | {"DJANGO_SETTINGS_MODULE": "setia.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", text, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    out, _nothing = process.communicate()
    if process.returncode:
        sys.exit("a program failed")
    return out.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=70_000)
    parser.add_argument("--others", type=int, default=20_000)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="setia-erasing-") as folder:
        os.chmod(folder, 0o755)  # noqa: S103 (the account of the PostgreSQL server has to get in)
        where = Installation(Path(folder), "postgresql" if asked.postgresql else "sqlite")
        where.open()
        try:
            measure(where, asked.entries, asked.others)
        finally:
            where.close()


def measure(where: Installation, entries: int, others: int) -> None:
    where.run("-m", "setia", "user", "list", capture_output=True)
    request = said(program(where, FILL, entries, others))
    for title, erases in (("alone", False), ("while erasing", True)):
        stop = where.folder / f"stop-{erases}"
        writer = program(where, WRITE, stop)
        time.sleep(3)
        if erases:
            print("erasing:", said(program(where, ERASE, request)), flush=True)
        else:
            time.sleep(10)
        stop.touch()
        print(f"another writer, {title}: {said(writer)}", flush=True)


if __name__ == "__main__":
    main()
