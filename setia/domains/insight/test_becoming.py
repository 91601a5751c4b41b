"""What becomes of actions, and what is learnt from that."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.learning import learn
from setia.domains.insight.actions.model import Action
from setia.domains.insight.suggesting import Adviser
from setia.domains.insight.tests import customers, deal, follow, given, state
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.errors import Refusal
from setia.foundation.staff.models import Staff
from setia.kit.resources import registry
from tests.acting import do, make
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def test_an_action_is_done_when_it_happened_wherever_it_was_done(cast: Cast, bo: Any) -> None:
    made = deal(bo, cast.ada)
    (action,) = given()
    do("plan", made, cast.acting("ada", at=LATER), next_step="Visit them")
    assert Adviser().next_for(cast.acting("ada", at=LATER)) == [], "shown as done at once"
    follow()
    assert state(action) == ("done", "")
    assert action.done_by_id == cast.ada.pk
    do("win", made, cast.acting("ada", at=LATER))
    follow()
    assert state(action) == ("done", "worked")


def test_doing_it_does_what_is_recommended_with_what_is_suggested(cast: Cast, bo: Any) -> None:
    made = deal(bo, cast.ada)
    (action,) = given()
    do("do", action, cast.acting("ada"))
    made.refresh_from_db()
    assert (state(action)[0], made.next_step) == ("done", "Call and agree on the next step")
    assert registry["tasks"].model.objects.filter(about=f"sales.opportunity:{made.pk}").count() == 1


def test_doing_what_needs_more_words_says_which(cast: Cast, bo: Any) -> None:
    make("promises", name="Installed", party=bo.pk, owner=cast.ada.pk, due_on="2026-03-03", made_on="2026-02-20")
    (action,) = given()
    with pytest.raises(Refusal, match="Evidence"):
        do("do", action)


def test_of_two_who_do_the_same_at_once_the_second_is_told(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    do("do", action, cast.acting("ada"))
    with pytest.raises(Refusal, match="done already"):
        do("finish", action, cast.acting("dev"))


def test_nothing_came_of_it_when_its_time_is_over(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    do("finish", action)
    advise(NOW + timedelta(days=30))
    assert state(action)[1] == ""
    advise(NOW + timedelta(days=31))
    assert state(action)[1] == "nothing"


@pytest.mark.parametrize(("zone", "over"), [("UTC", 17), ("Pacific/Kiritimati", 16), ("America/Los_Angeles", 17)])
def test_what_nobody_does_until_its_day_was_ignored_by_the_clock_of_its_owner(
    cast: Cast, bo: Any, zone: str, over: int
) -> None:
    Staff.objects.filter(pk=cast.ada.pk).update(zone=zone)
    deal(bo, cast.ada)
    (action,) = given()
    assert action.expires_on == date(2026, 3, 16)
    advise(datetime(2026, 3, over, 12, tzinfo=UTC) - timedelta(days=1))
    assert state(action)[0] == "open"
    advise(datetime(2026, 3, over, 12, tzinfo=UTC))
    assert state(action)[0] == "ignored"


def test_later_is_shown_again_on_its_day(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    do("postpone", action, days=3)
    ada = cast.acting("ada")
    assert Adviser().next_for(ada) == []
    assert len(Adviser().next_for(cast.acting("ada", at=NOW + timedelta(days=3)))) == 1
    with pytest.raises(Refusal):
        do("postpone", action, days=60)


def test_what_was_refused_is_not_recommended_again_soon(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    do("refuse", action, reason="no_use", note="They went to a competitor")
    assert given(LATER) == []
    assert len(given(NOW + timedelta(days=91))) == 1


def test_what_is_not_for_one_goes_to_another(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    do("refuse", action, reason="not_mine")
    (again,) = given(LATER)
    assert again.owner_id == cast.dev.pk


def test_success_and_refusals_teach_what_comes_first() -> None:
    ended = [
        ("calls", 1, "done", "", "worked", 15), ("calls", 1, "done", "", "nothing", 5),
        ("letters", 1, "done", "", "nothing", 10), ("letters", 1, "refused", "no_use", "", 10),
        ("calls", 2, "ignored", "", "", 20), ("calls", 3, "refused", "not_now", "", 50),
    ]  # fmt: skip
    found = learn(ended)
    assert found.chance("calls", 1) > found.chance("calls", 4) > found.chance("letters", 4)
    assert found.taken.mean("calls", 2) < found.taken.mean("calls", 4), "who ignores them is given fewer"
    assert found.taken.kinds["calls"].tries == 40, "what was only not now says nothing"
    assert found.told("calls") == {"worked": 15, "tried": 20, "taken": 20, "given": 40}
    # By hand: all 15/30 with Beta(1, 1) is 16/32; calls (0.5 x 4 + 15) / 24; with person 1 (0.7083 x 8 + 15) / 28.
    assert found.worked.mean("calls", 1) == pytest.approx((17 / 24 * 8 + 15) / 28)


def test_nothing_learnt_is_a_half_and_a_half() -> None:
    assert learn([]).chance("calls", 1) == 0.25


def test_what_is_learnt_changes_the_order(cast: Cast) -> None:
    some = customers(2, cast.ada)
    Opportunity.objects.filter(pk=deal(some[0], cast.ada, 1100).pk).update(stalls_on="2026-03-01")
    deal(some[1], cast.ada, 1000)
    assert [one.kind for one in given()] == ["stalled_deal", "deal_without_step"]
    past = Action.objects.get(kind="stalled_deal")
    Action.objects.all().delete()
    for number in range(20):
        Action.objects.bulk_create([_copy(past, of_id=900_000 + number, outcome="nothing")])
    actions = given(LATER)
    assert [one.kind for one in actions] == ["deal_without_step", "stalled_deal"]
    told = {one.label: one.why for one in Adviser().next_for(cast.acting("ada", at=LATER))}
    assert "0 of 20 such actions brought the deal on." in told["Take up a deal that stands still"]


def _copy(action: Action, **values: Any) -> Action:
    kept = {f.attname: getattr(action, f.attname) for f in Action._meta.concrete_fields if not f.primary_key}
    about = f"sales.opportunity:{values['of_id']}"
    ended = {"status": "done", "ended_at": NOW - timedelta(days=60), "given_on": date(2026, 1, 1)}
    return Action(**{**kept, "about": about, **ended, **values})
