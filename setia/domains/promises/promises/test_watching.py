"""What is due soon, overdue or broken becomes work, on the clock of whoever has to keep it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from setia.domains.promises.promises.model import Promise
from setia.domains.promises.promises.watching import find_missed, remind
from setia.domains.work.tasks.model import Task
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.jobs import run_until_empty
from setia.kit.notices import notices
from setia.kit.undoing import undo
from tests.acting import SETIA, do, facts, make, make_many
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "promises.promise", "work.task"])


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", owner=cast.gil.pk)


def promised(cast: Cast, bo: Any, **values: Any) -> Promise:
    given = {
        "name": "Installed",
        "party": bo.pk,
        "due_on": "2026-03-10",
        "owner": cast.cleo.pk,
        "made_on": "2026-03-01",
    }
    found: Promise = make("promises", **{**given, "promised_by": cast.gil.pk, **values})
    return found


def told(cast: Cast, name: str) -> list[str]:
    return [notice.words for notice in notices().page(cast.acting(name), 0, 20)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "still_today", "over"),
    [
        ("UTC", at(10, 23, 59), at(11, 0)),
        ("Asia/Jakarta", at(10, 16, 59), at(10, 17)),
        ("America/Los_Angeles", at(11, 6, 59), at(11, 7)),
        ("Pacific/Kiritimati", at(10, 9, 59), at(10, 10)),
    ],
)
def test_a_day_is_over_on_the_clock_of_whoever_has_to_keep_it(
    cast: Cast, bo: Any, zone: str, still_today: datetime, over: datetime
) -> None:
    cast.cleo.zone = zone
    cast.cleo.save(update_fields=["zone"])
    made = promised(cast, bo)
    assert find_missed(still_today) == 0
    assert find_missed(over) == 1
    assert find_missed(over) == 0
    made.refresh_from_db()
    assert (made.status, made.missed_at) == ("open", over)


def test_the_manager_the_seller_and_the_keeper_hear_of_it_before_the_customer_complains(cast: Cast, bo: Any) -> None:
    made = promised(cast, bo)
    find_missed(at(11, 1))
    words = "A promise was due on Mar 10, 2026, and nobody said it was kept"
    for name in ("dev", "gil"):
        assert told(cast, name)[0] == words
    assert told(cast, "cleo") == ["Setia assigned this to you"] * 2
    task = Task.objects.get()
    assert (task.owner, task.about, task.party, task.priority) == (cast.cleo, f"promises.promise:{made.pk}", bo, "high")
    assert "tell the customer before they ask: Installed" in task.name
    assert facts(made) == ["promise.made", "promise.missed"]


def test_what_was_kept_in_time_or_has_no_day_is_not_missed(cast: Cast, bo: Any) -> None:
    do("keep", promised(cast, bo), evidence="Signed")
    promised(cast, bo, due_on="", value="4", unit="hours")
    assert find_missed(at(20, 1)) == 0
    assert not Task.objects.exists()


def test_promises_out_of_old_books_call_nobody(cast: Cast, bo: Any) -> None:
    old = {"name": "Old", "party_id": bo.pk, "due_on": date(2025, 6, 1), "made_on": date(2025, 1, 1)}
    make_many("promises", [dict(old) for _n in range(3)])
    assert find_missed(NOW) == 3
    assert not Task.objects.exists()


def test_whoever_has_to_keep_it_is_reminded_once_in_time(cast: Cast, bo: Any) -> None:
    promised(cast, bo)
    remind(at(6, 12))
    assert told(cast, "cleo") == ["Setia assigned this to you"]
    remind(at(7, 12))
    remind(at(8, 12))
    assert told(cast, "cleo")[0] == "A promise is due on Mar 10, 2026"
    assert len(told(cast, "cleo")) == 2


def test_a_broken_promise_becomes_a_task_and_goes_with_it_when_it_is_undone(cast: Cast, bo: Any) -> None:
    made = promised(cast, bo)
    act = do("break", made, cast.acting("dev"), evidence="The lorry broke down").act
    task = Task.objects.active().get()
    assert (task.owner, task.name) == (cast.cleo, "Make good for the broken promise: Installed")
    undo(act, cast.acting("dev"))
    made.refresh_from_db()
    assert made.status == "open"
    assert not Task.objects.active().exists()


def test_what_nobody_has_to_keep_falls_to_whoever_looks_after_the_customer(cast: Cast, bo: Any) -> None:
    made = make_many("promises", [{"name": "Old", "party_id": bo.pk, "due_on": date(2026, 3, 1),
                                   "made_on": date(2026, 1, 1)}])[0]  # fmt: skip
    do("break", made, evidence="Nobody did it")
    assert Task.objects.get().owner == cast.gil


def test_renegotiating_makes_what_takes_its_place(cast: Cast, bo: Any) -> None:
    made = promised(cast, bo)
    above = promised(cast, bo, name="Trained", rests_on=made.pk, owner=cast.dev.pk)
    act = do("renegotiate", made, cast.acting("dev"), evidence="Bo agreed by telephone", due_on="2026-03-24").act
    new = Promise.objects.get(follows=made)
    above.refresh_from_db()
    assert (made.status, new.status, new.due_on, new.owner, new.made_on) == (
        "renegotiated", "open", date(2026, 3, 24), cast.cleo, date(2026, 3, 2),
    )  # fmt: skip
    assert (above.rests_on, above.warned_at is not None) == (new, True)
    assert "What this rests on was broken or put off" in told(cast, "dev")
    with pytest.raises(Refusal, match="is renegotiated"):
        do("reopen", made, cast.acting("dev"), reason="No")
    undo(act, cast.acting("dev"))
    for each in (made, above):
        each.refresh_from_db()
    assert (made.status, above.rests_on, above.warned_at) == ("open", made, None)
    assert not Promise.objects.active().filter(follows=made).exists()


@pytest.mark.parametrize("values", [{}, {"due_on": "2026-03-01"}, {"value": "5"}])
def test_what_is_renegotiated_becomes_something_else(cast: Cast, bo: Any, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        do("renegotiate", promised(cast, bo), cast.acting("dev"), evidence="Agreed", **values)


@pytest.mark.django_db(transaction=True)
def test_what_is_said_in_a_call_becomes_a_promise(cast: Cast, bo: Any) -> None:
    gil = cast.acting("gil")
    gil_at = gil.at
    do("note", bo, gil, text="Spoke about the door", kind="call", promised="The door is repaired",
       promised_on=(gil_at + timedelta(days=9)).date().isoformat(), keeper=str(cast.cleo.pk))  # fmt: skip
    run_until_empty()
    made = Promise.objects.get()
    assert (made.name, made.source, made.owner, made.promised_by, made.party) == (
        "The door is repaired", "call", cast.cleo, cast.gil, bo,
    )  # fmt: skip


def test_what_is_said_without_a_day_is_asked_for(cast: Cast, bo: Any) -> None:
    with pytest.raises(Invalid, match="by when"):
        do("note", bo, SETIA, text="Spoke", promised="The door is repaired")
    with pytest.raises(Invalid, match="what was promised"):
        do("note", bo, SETIA, text="Spoke", promised_on="2026-04-01")
