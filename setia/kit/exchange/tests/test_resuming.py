"""An import or its undoing that ended suddenly goes on as if it had not, also when somebody is impatient."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.access import Actor
from setia.foundation.jobs import queue, run_until_empty
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry, reaction
from setia.foundation.ledger.facts import reactions
from setia.kit import exchange, undoing
from setia.kit.exchange.runs import importing, working
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db


class PowerCut(BaseException):
    """The process ends here."""


def lines(count: int) -> str:
    return "name\n" + "".join(f"Firm {n}\n" for n in range(count))


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_undoing_that_ended_after_any_batch_goes_on_and_tells_of_all_of_it(
    after: int, arrive: Arrive, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "BATCH", 10)
    run = exchange.import_now(arrive(lines(30), resource="companies"), by)

    def cut(done: int, _total: int) -> None:
        if done == 10 * after:
            raise PowerCut

    with pytest.raises(PowerCut):
        exchange.undo_import(run, by, cut)
    run.refresh_from_db()
    assert run.state == "undoing"
    assert exchange.undo_import(run, by).removed == 30
    run.refresh_from_db()
    assert (run.state, run.findings["undone"]["removed"]) == ("undone", 30)
    assert not registry["companies"].rows().exists()


def test_resume_pressed_on_an_import_under_way_changes_nothing(
    arrive: Arrive, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "carry_on", lambda run, by: carry_on(run, by, press, size=10))
    run = arrive(lines(40), resource="companies")

    def press(_done: int, _total: int) -> None:
        exchange.start(working.ImportRun.objects.get(pk=run.pk), by)

    exchange.start(run, by)
    Job.objects.update(state=Job.State.RUNNING, holder="a worker", lease_until="2100-01-01T00:00Z")
    (job,) = Job.objects.all()
    working.run_import.call(*job.arguments["args"])
    run.refresh_from_db()
    assert (run.state, run.note, run.new) == ("done", "", 40)


def test_resume_begins_anew_what_no_worker_has_any_more(arrive: Arrive, by: Actor) -> None:
    run = arrive(lines(40), resource="companies")
    with pytest.raises(PowerCut):
        carry_on(run, by, stop_at(10), size=10)
    run.refresh_from_db()
    exchange.start(run, by)
    run_until_empty()
    run.refresh_from_db()
    assert (run.state, run.new) == ("done", 40)


def stop_at(rows: int) -> Any:
    def cut(done: int, _total: int) -> None:
        if done >= rows:
            raise PowerCut

    return cut


def test_a_record_made_on_the_way_still_gets_its_own_row_after_resuming(arrive: Arrive, by: Actor) -> None:
    text = "name,subsidiary_of,employees\nSmall,Large,3\nLarge,Nobody knows it,900\n"
    choices: dict[str, Any] = {"resource": "companies", "columns": {"subsidiary_of": {"when_unknown": "create"}}}
    whole = carry_on(arrive(text, **choices), by, size=1)
    expected = (whole.new, whole.changed, whole.refused)
    assert expected[2] == 0, whole.problems
    exchange.undo_import(whole, by)
    run = arrive(text, **choices)
    with pytest.raises(PowerCut):
        carry_on(run, by, stop_at(1), size=1)
    run = carry_on(importing.ImportRun.objects.get(pk=run.pk), by, size=1)
    assert (run.new, run.changed, run.refused) == expected
    assert registry["companies"].rows().get(name="Large").employees == 900


def test_nobody_reacts_to_what_was_undone_before_its_turn_came(arrive: Arrive, by: Actor) -> None:
    heard: list[int] = []

    @reaction("party.created")
    def hear(entry: Entry) -> None:
        heard.append(entry.pk)

    try:
        exchange.undo_import(exchange.import_now(arrive(lines(2), resource="companies"), by), by)
        assert run_until_empty() == 2
    finally:
        del reactions["party.created"]
    assert heard == []
    assert not Job.objects.exists()
    assert queue.ready_queues(by.at) == []
