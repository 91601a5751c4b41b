"""What a play has come to: what counts, for whom, and what is said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.model import Action
from setia.domains.insight.plays.measuring import measure_all
from setia.domains.insight.plays.model import Play
from setia.domains.insight.plays.report import make as all_plays
from setia.domains.insight.plays.tests.cases import DAY, SEED, arm, customers, look, order, play, said, started
from setia.domains.parties.parties.model import Party
from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.acting import SETIA, do, facts, listed, make
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_a_play_that_worked_says_by_how_much(cast: Cast) -> None:
    customers(60, cast.ada)
    made = started(success_days=30)
    treated, control = arm(made, "treated"), arm(made, "control")
    for party in treated[:18]:
        order(party, NOW + 3 * DAY, 20_000)
    for party in control[:3]:
        order(party, NOW + 3 * DAY, 10_000)
    for party in treated[:20]:
        do("note", Party.objects.get(pk=party), system("web", NOW + DAY), text="Called them", kind="call")
    assert look(made, NOW + 10 * DAY).verdict == "early"
    assert said(made).startswith("Too early to say: it counts until Apr 1, 2026. 18 of 30 treated had a success, 3 of")
    look(made, NOW + 31 * DAY)
    assert (made.status, made.verdict) == ("ended", "works")
    assert facts(made)[-1] == "play.ended"
    assert said(made) == (
        "It works: the share rose by 50.0 points, between 26.4 and 66.7. 18 of 30 treated had a success, 3 of 30 in the"
        " control group; somebody was in touch with 20 and with 0 of them. Each of the treated was worth €110 more,"
        " between €71 and €149."
    )
    (row,) = all_plays({}, SETIA).rows
    assert (row.resource, row.where) == ("play-members", f"play = {made.pk}")
    assert row.values["effect"] == pytest.approx(50)
    assert len(all_plays({}, SETIA).plots[0].points) == 1


def test_a_play_without_effect_says_so_and_one_that_was_too_small_as_well(cast: Cast) -> None:
    customers(40, cast.ada)
    made = started(success_days=30, wanted=60)
    for party in arm(made, "treated")[:3] + arm(made, "control")[:3]:
        order(party, NOW + 3 * DAY)
    assert look(made, NOW + 31 * DAY).verdict == "none"
    assert "It is less than the 60 points that were wanted." in said(made)
    Play.objects.update(wanted=5)
    assert "It may still have one: there were too few to tell." in said(made)


def test_nothing_is_said_of_a_handful(cast: Cast) -> None:
    customers(12, cast.ada)
    made = started(success_days=30)
    for party in arm(made, "treated"):
        order(party, NOW + 3 * DAY)
    assert look(made, NOW + 31 * DAY).verdict == "few"
    assert said(made).startswith("Too few to say anything")


def test_what_was_ordered_before_and_after_and_what_was_cancelled_does_not_count(cast: Cast) -> None:
    some = customers(4, cast.ada)
    order(some[0].pk, NOW - DAY)
    order(some[0].pk, NOW - timedelta(hours=1))
    made = started(success_days=30)
    order(some[1].pk, NOW + 31 * DAY)
    order(some[2].pk, NOW + DAY)
    registry["orders"].model.objects.filter(party=some[2]).update(status="cancelled")
    old = make("orders", system("web", NOW + DAY), party=some[3].pk, ordered_on="2025-06-01", currency="EUR")
    registry["orders"].model.objects.filter(pk=old.pk).update(net=5, status="confirmed")
    look(made, NOW + 32 * DAY)
    assert made.results["treated_hits"] + made.results["control_hits"] == 0


def test_everybody_counts_where_they_were_drawn_whether_reached_or_not(cast: Cast) -> None:
    customers(20, cast.ada)
    made = started(success_days=30)
    control = arm(made, "control")
    do("note", Party.objects.get(pk=control[0]), system("web", NOW + DAY), text="They called", kind="call",
       direction="in")  # fmt: skip
    order(control[0], NOW + 2 * DAY)
    look(made, NOW + 31 * DAY)
    assert (made.results["control_hits"], made.results["control_reached"]) == (1, 1)


def test_what_was_done_in_another_way_was_done(cast: Cast) -> None:
    customers(4, cast.ada)
    made = started()
    advise(NOW)
    for action in Action.objects.all():
        do("finish", action, system("web", NOW + DAY), note="Met them at the fair")
    look(made, NOW + 2 * DAY)
    assert (made.results["treated_reached"], made.results["control_reached"]) == (2, 0)


def test_stopping_takes_back_what_was_given_and_measures_what_there_is(cast: Cast) -> None:
    customers(4, cast.ada)
    made = started()
    advise(NOW)
    assert Action.objects.filter(status="open").count() == 2
    do("stop", made, system("web", NOW + 5 * DAY))
    advise(NOW + 5 * DAY)
    assert not Action.objects.filter(status="open").exists()
    assert (made.status, made.counts_until, made.verdict) == ("stopped", (NOW + 5 * DAY).date(), "few")
    with pytest.raises(Refusal, match="not running"):
        do("stop", made)


def test_who_is_merged_or_erased_leaves_the_others_as_they_were_drawn(cast: Cast) -> None:
    some = customers(10, cast.ada)
    made = started()
    do("merge", some[0], other=some[1].pk)
    Party.objects.filter(pk=some[2].pk).delete()
    asked = perform(find_operation(registry["plays"], "check"), [made.pk], {}, SETIA)
    assert asked.answer["moved"] == 0
    look(made, NOW + 100 * DAY)
    assert made.verdict == "few"


def test_twice_as_many_members_cost_no_more_questions(cast: Cast) -> None:
    def asked(count: int) -> int:
        customers(count, cast.ada, f"Of {count}")
        made = play(where=f'name starts with "Of {count} "')
        with CaptureQueriesContext(connection) as captured:
            do("start", made, seed=SEED)
            measure_all(system("job", NOW + DAY))
            listed("plays")
        do("stop", made)
        return len(captured)

    asked(20)  # what is prepared once for everybody
    assert asked(210) == asked(420)
