"""Who follows the ledger reads every entry once, also those of writers that commit late."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from setia.foundation import bulk, ledger
from setia.foundation.access import system
from setia.foundation.ledger import Entry, Fact

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _thing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ledger.kinds, "thing.happened", ledger.FactKind("thing.happened", "happened", "dot"))


def tell(count: int = 1) -> None:
    with transaction.atomic():
        ledger.record([Fact("thing.happened", "a.thing", number, at=NOW) for number in range(count)], system())


def read(until: int | None, size: int = 100) -> list[int]:
    assert until is not None
    with transaction.atomic():
        return [pk for (pk,) in ledger.following("a reader", until, size)]


def test_every_entry_is_read_once_in_portions() -> None:
    tell(5)
    until = ledger.complete_until()
    portions = [read(until, 2) for _n in range(4)]
    assert [len(portion) for portion in portions] == [2, 2, 1, 0]
    assert sorted(sum(portions, [])) == sorted(Entry.objects.values_list("pk", flat=True))
    tell()
    assert len(read(ledger.complete_until())) == 1


def test_a_round_that_was_cut_off_is_read_again() -> None:
    tell(3)
    until = ledger.complete_until()
    with pytest.raises(RuntimeError):
        _read_and_fail(until or 0)
    assert len(read(until)) == 3


def _read_and_fail(until: int) -> None:
    with transaction.atomic():
        ledger.following("a reader", until, 100)
        raise RuntimeError


def test_nobody_reads_past_a_number_that_is_taken_and_not_written_yet() -> None:
    """On PostgreSQL others write meanwhile; SQLite lets one write at a time, so nothing can be missed there."""
    taken, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            ledger.begin()
            taken.set()
            go_on.wait(10)
            ledger.record([Fact("thing.happened", "a.thing", 1, at=NOW)], system())
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    taken.wait(10)
    if bulk.is_postgresql():
        tell()
        assert ledger.complete_until(patience=0.2) is None
    else:
        assert ledger.complete_until() == 0
    go_on.set()
    slow.join()
    assert len(read(ledger.complete_until())) == Entry.objects.count()
