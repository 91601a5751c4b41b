"""An erasure that is killed at any moment goes on, and nobody else's work is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.db.models import Sum

from setia.domains.privacy.erasures.model import Erasure, State
from setia.domains.privacy.erasures.running import run
from setia.domains.sales.models import Order
from setia.foundation import bulk
from setia.foundation.access import system
from setia.foundation.ledger import Entry
from setia.kit.forgetting.seeking import found
from tests.acting import do, make, make_many
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)

PROCESS = """
import os, django
from pathlib import Path
from django.conf import settings
settings.DATA_DIR = Path(os.environ["OWN_FOLDER"])
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["OWN_DATABASE"]
from setia.domains.privacy.erasures import running
from setia.foundation.access import system
running.BATCH, running.BREATH = 20, 0.02
running.run(int(os.environ["ERASURE"]), system("cli"), lambda done, total, note: None)
"""
ENTRIES, KILLS = 1_500, 4
COLUMNS = ["kind", "at", "recorded_at", "channel", "noun", "record_id", "story_id", "version", "act", "title", "data"]
EMAIL, NAME = "zelda.quist@bolt.example", "Zelda Quistrup"


def kill_at(erasure: Erasure, done: int) -> None:
    """Let another process erase until so many rows are done, and kill it without a warning."""
    place = {
        "OWN_FOLDER": str(site.DATA_DIR), "OWN_DATABASE": str(connection.settings_dict["NAME"]),
        "ERASURE": str(erasure.pk),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", PROCESS], env=os.environ | place)
    end = time.monotonic() + 60
    try:
        while Erasure.objects.get(pk=erasure.pk).done < done:
            assert process.poll() is None, "the erasure ended before it was killed"
            assert time.monotonic() < end, "waited too long"
            time.sleep(0.01)
    finally:
        process.kill()
        process.wait()


def test_killed_and_resumed_it_ends_as_if_nothing_had_happened() -> None:
    zelda = make("people", first_name="Zelda", last_name="Quistrup", email=EMAIL)
    bo = make("people", name="Bo Lund", email="bo@lund.example")
    make_many("orders", [{"party_id": zelda.pk, "total": 100, "currency": "EUR"} for _n in range(60)])
    data = {"inputs": {"text": f"{NAME} wrote from {EMAIL}"}}
    rows = (
        ("party.mailed", NOW - timedelta(minutes=n), NOW, "api", "parties.party", zelda.pk, zelda.pk, 1, n + 10_000_000,
         NAME, data)
        for n in range(ENTRIES)
    )  # fmt: skip
    bulk.insert(Entry, COLUMNS, rows)
    sums = Order.objects.aggregate(Sum("total"))
    told = list(Entry.objects.filter(noun="parties.party", record_id=zelda.pk).values_list("pk", "kind", "at"))
    do("erase", make("privacy-requests", kind="erasure", party=zelda.pk))
    erasure = Erasure.objects.get()
    for turn in range(1, KILLS + 1):
        kill_at(erasure, ENTRIES * turn // (KILLS + 1))
        bo.refresh_from_db()
        do("note", bo, text=f"Somebody else works meanwhile, {turn}")
    assert run(erasure.pk, system("cli"), lambda done, total, note: None)
    erasure.refresh_from_db()
    assert (erasure.state, erasure.left) == (State.DONE, {"sought": {}, "names": {}})
    assert found([EMAIL, NAME], lambda: None) == {}
    assert Order.objects.aggregate(Sum("total")) == sums
    kept = Entry.objects.filter(pk__in=[pk for pk, _kind, _at in told])
    assert list(kept.order_by("pk").values_list("pk", "kind", "at")) == sorted(told)
    assert Entry.objects.filter(noun="parties.party", record_id=bo.pk, kind="party.noted").count() == KILLS


def test_a_restored_backup_brings_nobody_back(installation: dict[str, str], tmp_path: object) -> None:
    def setia(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "setia", *words], env=installation, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    backup = f"{tmp_path}/before.setia.zip"
    setia("do", "create", "people", "--first-name", "Zelda", "--last-name", "Quistrup", "--email", EMAIL)
    setia("do", "create", "people", "--first-name", "Bo", "--last-name", "Lund", "--email", "bo@lund.example")
    setia("backup", backup)
    setia("do", "create", "privacy-requests", "--kind", "erasure", "--party", "1")
    setia("do", "erase", "privacy-requests:1")
    assert "1 people were erased" in setia("privacy", "erase")
    assert EMAIL not in setia("show", "people", "--json")
    assert "1 people were erased again" in setia("restore", backup, "--replace")
    shown = setia("show", "people", "--json")
    assert EMAIL not in shown
    assert "bo@lund.example" in shown
