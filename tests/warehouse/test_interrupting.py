"""A refresh that ends suddenly leaves the marts as they were, and the next one goes on with what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from setia.domains.insight.warehouse import reading, store
from setia.foundation import bulk
from tests.acting import make, make_many
from tests.cast import NOW
from tests.warehouse.conftest import PART, kept, refreshed, rows

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = f"""
import os, sys, time, django
django.setup()
from datetime import datetime
from django.db import connections
from setia.domains.insight.warehouse import refreshing, store
store.PART = {PART}
at = datetime.fromisoformat("{NOW.isoformat()}")
def tell(done, total, what):
    if done == 4:
        until = time.monotonic() + 60
        while len(list((store.building() / "parties").glob("*.parquet"))) < 3 and time.monotonic() < until:
            time.sleep(0.1)  # what was told is still being written
        os.kill(os.getpid(), 9)
refreshing.refresh(at, at.date(), tell, full=True)
"""


def killed(folder: Path) -> int:
    name = str(connection.settings_dict["NAME"])
    address = f"sqlite://{name}"
    if bulk.is_postgresql():
        address = urlunsplit(urlsplit(os.environ["SETIA_DATABASE_URL"])._replace(path=f"/{name}"))
    environment = {**os.environ, "SETIA_DATA_DIR": str(folder), "SETIA_DATABASE_URL": address}
    return subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, check=False).returncode


def test_a_killed_refresh_leaves_the_last_marts_in_use_and_is_gone_on_with(settings: Any) -> None:
    make_many("people", [{"first_name": "Bo", "name": f"Bo {n}"} for n in range(60)])
    refreshed()
    before = kept()
    make("people", first_name="Cy")
    assert killed(settings.DATA_DIR) == -9
    assert kept() == before
    assert rows("SELECT count(*) FROM parties") == [(60,)]
    begun = {path.stat().st_ino for path in (store.building() / "parties").glob("*.parquet")}
    assert len(begun) >= 3
    refreshed(full=True)
    assert rows("SELECT count(*) FROM parties") == [(61,)]
    now = store.current()
    assert now is not None
    # What its writer had not told of yet is written again.
    assert len(begun & {Path(file).stat().st_ino for file in now.files("parties")}) >= 3
    gone_on = kept()
    refreshed(full=True)
    assert kept() == gone_on


@pytest.mark.usefixtures("quickly")
def test_marts_that_somebody_reads_stay_until_they_are_read() -> None:
    make("people", first_name="Bo")
    refreshed()
    with reading.described() as told:
        assert told is not None
        make("people", first_name="Cy")
        refreshed()
        assert all(Path(file).exists() for file in told.files["parties"])
    refreshed(full=True)
    assert not any(Path(file).exists() for file in told.files["parties"])
    store.forget()
    assert store.current() is None
    refreshed()
    assert rows("SELECT count(*) FROM parties") == [(2,)]
