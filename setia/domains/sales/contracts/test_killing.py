"""Contracts are tended by a process that is killed at one moment after the other, and nothing is made twice or lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection

from setia.domains.sales.contracts.tending import tend
from setia.domains.sales.contracts.tests import at, contract, days
from setia.foundation.ledger import Entry
from tests.acting import do
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)

PROCESS = """
import os, signal, django
from datetime import datetime
from pathlib import Path
from django.conf import settings
settings.DATA_DIR = Path(os.environ["OWN_FOLDER"])
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["OWN_DATABASE"]
from setia.domains.sales.contracts.tending import tend

def tended(last):
    left = [last]
    def moment():
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
    def asked(execute, *words):
        moment()
        return execute(*words)
    commit = connection.commit
    def committed():
        moment()
        commit()
        moment()
    connection.commit = committed
    with connection.execute_wrapper(asked):
        tend(datetime.fromisoformat(os.environ["NOW"]))

kills = 0
while True:
    child = os.fork()
    if not child:
        tended(3 + 5 * kills)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        kills += 1
        continue
    assert status == 0, status
    break
print(kills)
"""
DUE = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_killed_at_any_statement_or_commit_each_period_is_ordered_once_and_it_renews_once() -> None:
    root = assemble(["sales.contract"]).root
    made = contract(ends_on="2026-04-29", notice_days="10", renewal_months="12", owner=root.pk)
    other = contract(name="Ends by itself", ends_on="2026-03-30", renews="no")
    for one in (made, other):
        do("start", one)
    place = {
        "OWN_FOLDER": str(site.DATA_DIR), "OWN_DATABASE": str(connection.settings_dict["NAME"]),
        "NOW": at("2026-05-01").isoformat(),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROCESS],
        env=os.environ | place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) > 10, done.stdout
    assert (days(made), days(other)) == (DUE, DUE[:2])
    for one in (made, other):
        one.refresh_from_db()
        assert set(one.orders.values_list("status", "net")) == {("confirmed", 20_000)}
        assert [order.lines.count() for order in one.orders.all()] == [1] * one.periods
    assert (made.renewals, str(made.ends_on), other.status) == (1, "2027-04-29", "ended")
    calm = contract(ends_on="2026-04-29", notice_days="10", renewal_months="12", owner=root.pk)
    do("start", calm)
    tend(at("2026-05-01"))
    assert told_of(made) == told_of(calm)


def told_of(made: Any) -> tuple[Counter[str], list[list[str]]]:
    """What happened to a contract, and to each of its orders."""

    def kinds(noun: str, id_: int) -> list[str]:
        return sorted(Entry.objects.filter(noun=noun, record_id=id_).values_list("kind", flat=True))

    orders = made.orders.order_by("period_on").values_list("pk", flat=True)
    return Counter(kinds("sales.contract", made.pk)), [kinds("sales.order", pk) for pk in orders]
