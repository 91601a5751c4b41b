"""An import that is killed at any moment goes on as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection

from setia.foundation.access import Actor, system
from setia.foundation.ledger import Entry
from setia.kit import exchange
from setia.kit.exchange import ImportRun
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db(transaction=True)

PROCESS = """
import os, django
from pathlib import Path
from django.conf import settings
settings.DATA_DIR = Path(os.environ["OWN_FOLDER"])
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["OWN_DATABASE"]
from setia.kit.exchange.tests.test_killing import work
work(int(os.environ["RUN"]))
"""
FIRMS, BATCH, KILLS = 1_500, 25, 4


def work(run_id: int) -> None:
    carry_on(ImportRun.objects.get(pk=run_id), system("cli"), size=BATCH)


def lines() -> str:
    """Subsidiaries stand before their parents, every 50th row is bad, every 10th names an owner."""
    rows = ["name,employees,subsidiary_of,owner"]
    for number in range(FIRMS):
        parent = f"Firm {FIRMS - 1 - number % 7}" if number < FIRMS // 2 else ""
        employees = "many" if number % 50 == 0 else str(number)
        rows.append(f"Firm {number},{employees},{parent},{f'Agent {number % 30}' if number % 10 == 0 else ''}")
    return "\n".join(rows) + "\n"


def outcome(run: ImportRun) -> dict[str, Any]:
    """Everything an import leaves, without the numbers that records happen to get."""
    companies, relations = registry["companies"].rows(), registry["relations"].rows()
    path = exchange.error_file(run)
    return {
        "counts": (
            run.new,
            run.changed,
            run.unchanged,
            run.refused,
            run.done,
            run.later,
            run.problems,
            run.readings,
        ),
        "companies": sorted(companies.values_list("name", "employees", "owner__name", "version")),
        "relations": sorted(relations.values_list("party__name", "other__name")),
        "staff": sorted(registry["staff"].rows().values_list("name", flat=True)),
        "entries": Counter(Entry.objects.filter(act=run.act).values_list("kind", "title")),
        "found": len(registry["companies"].rows()),
        "errors": path.read_text() if path else "",
        "files": sorted(each.name for each in run.folder.iterdir()),
    }


def kill_at(run: ImportRun, done: int) -> None:
    """Let another process import until so many rows are done, and kill it without a warning."""
    place = {
        "OWN_FOLDER": str(site.DATA_DIR),
        "OWN_DATABASE": str(connection.settings_dict["NAME"]),
        "RUN": str(run.pk),
    }
    process = subprocess.Popen([sys.executable, "-c", PROCESS], env=os.environ | place)
    end = time.monotonic() + 60
    try:
        while ImportRun.objects.get(pk=run.pk).done < done:
            assert process.poll() is None, "the import ended before it was killed"
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()


def test_killed_and_resumed_equals_uninterrupted(arrive: Arrive, by: Actor, tmp_path: Path) -> None:
    choices: dict[str, Any] = {"resource": "companies", "columns": {"owner": {"when_unknown": "create"}}}
    whole = carry_on(arrive(lines(), **choices), by, size=BATCH)
    expected = outcome(whole)
    assert expected["counts"][3] == FIRMS // 50
    exchange.undo_import(whole, by)
    assert not registry["companies"].rows().exists()

    run = arrive(lines(), **choices)
    for turn in range(1, KILLS + 1):
        kill_at(run, FIRMS * turn // (KILLS + 1))
        run.refresh_from_db()
        assert run.state == "running"
        for path in (run.errors, run.put_off(run.round + 1)):
            with path.open("ab") as file:
                file.write(b"half a row that was never committed")
    assert outcome(carry_on(run, by, size=BATCH)) == expected


def test_an_import_that_goes_on_elsewhere_is_left_alone(arrive: Arrive, by: Actor) -> None:
    run = arrive("name\n" + "".join(f"Firm {n}\n" for n in range(40)), resource="companies")

    def other_process(done: int, _total: int) -> None:
        if done == 10:
            carry_on(run, by, size=10)

    with pytest.raises(exchange.Elsewhere):
        carry_on(run, by, other_process, size=10)
    run.refresh_from_db()
    assert (run.state, run.new, registry["companies"].rows().count()) == ("done", 40, 40)
