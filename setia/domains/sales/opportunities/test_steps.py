"""The next step is asked for, what stands still shows, and why it ended is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from setia.domains.sales.opportunities.attention import words
from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.opportunities.stalling import learn
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.stages.model import Stage
from setia.domains.work.tasks.model import Task
from setia.foundation import conditions
from setia.foundation.errors import Invalid
from setia.foundation.staff.models import Team
from setia.kit import reports
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, listed, make, make_many
from tests.browsing import browser_of
from tests.cast import NOW, assemble

pytestmark = pytest.mark.django_db


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def later(days: int) -> Any:
    return replace(SETIA, at=NOW + timedelta(days=days))


@pytest.fixture
def deal() -> Any:
    return make("opportunities", name="Desks", next_step="Call Bo", next_step_on="2026-03-05")


def test_the_dialog_of_a_move_begins_with_the_next_step_as_it_is(deal: Any) -> None:
    root = browser_of(assemble(["sales.opportunity"]).root)
    page = root.get(f"/opportunities/{deal.pk}/do/move").content.decode()
    assert 'value="Call Bo"' in page
    assert 'value="2026-03-05"' in page


def test_moving_keeps_the_next_step_unless_another_is_said(deal: Any) -> None:
    do("move", deal, stage=stage("Engaging").pk)
    assert (deal.next_step, deal.next_step_on) == ("Call Bo", date(2026, 3, 5))
    do("move", deal, stage=stage("Proposal").pk, next_step="Write the offer")
    assert (deal.next_step, deal.next_step_on) == ("Write the offer", None)


def test_what_is_decided_has_no_next_step_and_undo_brings_it_back(deal: Any) -> None:
    act = do("win", deal).act
    assert (deal.next_step, deal.next_step_on) == ("", None)
    undo(act, SETIA)
    deal.refresh_from_db()
    assert (deal.next_step, deal.next_step_on) == ("Call Bo", date(2026, 3, 5))
    with pytest.raises(Invalid, match="what is to be done"):
        make("opportunities", name="x", next_step_on="2026-03-05")


def test_the_next_step_becomes_a_task_when_somebody_says_so(deal: Any) -> None:
    do("plan", deal, next_step="Call Bo again", next_step_on="2026-03-06")
    task = Task.objects.get()
    assert (task.name, task.due_on, task.about) == ("Call Bo again", date(2026, 3, 6), f"sales.opportunity:{deal.pk}")
    assert deal.next_step == "Call Bo again"


def test_a_reason_from_the_list_is_for_its_outcome_and_goes_when_it_is_reopened(deal: Any) -> None:
    dear = Reason.objects.get(name="Too dear", outcome="lost")
    with pytest.raises(Invalid, match="something else"):
        do("win", deal, because=dear.pk)
    rival = make("competitors", name="Torrecaffè")
    do("lose", deal, because=dear.pk, to=rival.pk)
    assert (deal.reason, deal.lost_reason) == (dear, "")
    assert [(r.competitor, r.standing) for r in deal.rivals.all()] == [(rival, "took")]
    do("reopen", deal)
    assert deal.reason is None


def test_without_history_an_opportunity_stalls_after_thirty_days(deal: Any) -> None:
    assert deal.stalls_on == date(2026, 4, 2)
    assert words("open", "x", None, deal.stalls_on, date(2026, 4, 3)) == "Stalled for 2 days"
    assert words("open", "", None, None, NOW.date()) == "No next step"
    assert words("open", "x", date(2026, 3, 1), None, NOW.date()) == "Next step 1 day late"
    assert words("won", "", None, None, NOW.date()) == ""


def test_it_stalls_by_what_is_usual_in_its_stage_in_single_and_in_bulk(deal: Any) -> None:
    passed = make_many("opportunities", [{"name": f"Old {n}"} for n in range(20)])
    StageChange.objects.bulk_create(
        StageChange(opportunity=one, from_stage=stage("Prospecting"), to_stage=stage("Engaging"), at=NOW,
                    seconds=(n + 1) * 86_400)
        for n, one in enumerate(passed)
    )  # fmt: skip
    learn(SETIA)
    first = stage("Prospecting")
    assert (first.usual_days, first.slow_days, first.usual_basis) == (10, 16, "stage")
    assert stage("Engaging").usual_basis == "pipeline"
    deal.refresh_from_db()
    assert deal.stalls_on == NOW.date() + timedelta(days=17)
    alone = make("opportunities", name="Alone")
    (together,) = make_many("opportunities", [{"name": "Together"}])
    assert alone.stalls_on == together.stalls_on == deal.stalls_on
    where = conditions.parse("status = open and stalls_on <= today")
    assert listed("opportunities", where=where) == []
    assert len(listed("opportunities", later(20), where=where)) == 23


def test_a_firm_may_say_itself_when_a_stage_has_stalled_and_moving_begins_anew(deal: Any) -> None:
    change(stage("Engaging"), stalls_after=3)
    do("move", deal, later(5), stage=stage("Engaging").pk)
    assert deal.stalls_on == NOW.date() + timedelta(days=9)
    do("win", deal, later(6))
    assert deal.stalls_on is None


def test_the_opportunities_of_a_team_begin_in_its_own_pipeline() -> None:
    cast = assemble(["sales.opportunity"])
    north = make("pipelines", name="North", team=Team.objects.get(name="North").pk)
    first = make("stages", pipeline=north.pk, name="Heard of", position=1)
    assert make("opportunities", cast.acting("ada"), name="Hers").stage == first
    assert make("opportunities", cast.acting("gil"), name="His").stage == stage("Prospecting")


def test_a_person_takes_part_once_and_is_no_company(deal: Any) -> None:
    bo = make("people", name="Bo")
    make("participants", opportunity=deal.pk, party=bo.pk, part="decides", attitude="for")
    with pytest.raises(Invalid, match="already"):
        make("participants", opportunity=deal.pk, party=bo.pk)
    with pytest.raises(Invalid, match="Only people"):
        make("participants", opportunity=deal.pk, party=make("companies", name="Betatech").pk)


def test_reasons_and_competitors_are_counted_for_whoever_sees_the_deals() -> None:
    cast = assemble(["sales.opportunity", "sales.reason", "sales.competitor", "sales.rival"])
    dear, rival = Reason.objects.get(name="Too dear", outcome="lost"), make("competitors", name="Torrecaffè")
    for owner in ("ada", "gil", "gil"):
        lost = make("opportunities", name="x", amount="100", owner=getattr(cast, owner).pk)
        do("lose", lost, because=dear.pk, to=rival.pk)
    counted = {}
    for name in ("ada", "root"):
        by = cast.acting(name)
        tables = [reports.answered(r, reports.asked(r, {}, by), by) for r in
                  (reports.report_for(report, by) for report in ("win-reasons", "competitors"))]  # fmt: skip
        counted[name] = [(row.values.get("deals"), row.values.get("took")) for table in tables for row in table.rows]
    assert counted == {"ada": [(1, None), (None, 1)], "root": [(3, None), (None, 3)]}
    assert Opportunity.objects.filter(reason=dear).count() == 3
