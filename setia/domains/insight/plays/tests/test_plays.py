"""From a draft through the draw to what came of it; who sees what; and what must not happen to a control group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.model import Action
from setia.domains.insight.plays.measuring import measure_all
from setia.domains.insight.plays.members.model import PlayMember
from setia.domains.insight.plays.model import Play
from setia.domains.insight.plays.report import make as all_plays
from setia.domains.insight.suggesting import Adviser
from setia.domains.parties.parties.model import Party
from setia.foundation.access import system
from setia.foundation.company import Company, changed_company
from setia.foundation.errors import Invalid, NotFound, Refusal
from setia.foundation.staff.models import Role
from setia.kit import advice, saved_views
from setia.kit.advice import Veto
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, facts, listed, make, make_many, queries
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

SEED = "a seed"
DAY = timedelta(days=1)


def customers(count: int, owner: Any, prefix: str = "Customer") -> list[Any]:
    rows = [{"name": f"{prefix} {n:04}", "kind": "company", "owner_id": owner.pk, "is_customer": True}
            for n in range(count)]  # fmt: skip
    return make_many("parties", rows)


def play(owner: Any = None, **values: Any) -> Play:
    usual = {
        "name": "Call them", "task": "Ask how they are.", "where": "is_customer = yes", "purpose": "contract",
        "control_share": 50, "owner": owner.pk if owner else None,
    }  # fmt: skip
    made: Play = make("plays", **{**usual, **values})
    return made


def started(owner: Any = None, **values: Any) -> Play:
    made = play(owner, **values)
    do("start", made, seed=SEED)
    return made


def arm(made: Play, name: str) -> list[int]:
    return list(PlayMember.objects.filter(play=made, arm=name).order_by("pk").values_list("party_id", flat=True))


def order(party: int, at: Any, net: int = 10_000) -> None:
    made = make("orders", system("web", at), party=party, ordered_on=at.date().isoformat(), currency="EUR")
    registry["orders"].model.objects.filter(pk=made.pk).update(net=net, status="confirmed")


def look(made: Play, at: Any) -> Play:
    measure_all(system("job", at))
    made.refresh_from_db()
    return made


def said(made: Play) -> str:
    (row,) = listed("plays", columns=("outcome",))
    return str(row["outcome"])


def test_those_for_whom_it_is_are_drawn_into_two_groups_and_only_one_is_given_to_people(cast: Cast) -> None:
    customers(20, cast.ada)
    made = started(control_share=30)
    assert (made.status, made.treated, made.control) == ("running", 14, 6)
    assert set(arm(made, "treated")) | set(arm(made, "control")) == set(Party.objects.values_list("pk", flat=True))
    for day in range(4):
        advise(NOW + day * DAY)
        Action.objects.update(status="done", outcome="nothing", ended_at=NOW + day * DAY)
    given = set(Action.objects.values_list("party_id", flat=True))
    assert given == set(arm(made, "treated")), "five a day, until all of them were given to somebody"


def test_two_of_a_handful_are_kept_for_plays_however_much_the_rest_is_worth(cast: Cast) -> None:
    customers(8, cast.ada)
    made = started(where='name starts with "Customer"')
    for party in customers(9, cast.ada, "Deal"):
        make("opportunities", name="Machines", party=party.pk, owner=cast.ada.pk, amount=9_000, currency="EUR")
    advise(NOW)
    given = list(Action.objects.values_list("kind", flat=True))
    assert sorted(given) == ["deal_without_step"] * 3 + ["play_call_contract"] * 2
    assert made.treated == 4


def test_what_is_given_says_what_the_play_says(cast: Cast) -> None:
    customers(2, cast.ada)
    made = started(minutes=45, task="Ask about the new shop.")
    advise(NOW)
    (told,) = Adviser().next_for(cast.acting("ada"))
    assert (told.reason, told.minutes, told.party_id) == ("Ask about the new shop.", 45, arm(made, "treated")[0])
    assert (told.resource, told.verb, dict(told.inputs)) == ("parties", "note", {"kind": "call"})


def test_the_same_seed_draws_the_same_groups_and_the_draw_can_be_checked(cast: Cast) -> None:
    customers(40, cast.ada)
    first, second = play(name="First"), play(name="Second")
    do("start", first, seed=SEED)
    do("stop", first)
    do("start", second, seed=SEED)
    assert arm(first, "control") == arm(second, "control")
    asked = perform(find_operation(registry["plays"], "check"), [first.pk], {}, SETIA)
    assert asked.answer == {"members": 40, "moved": 0, "gone": 0, "seed": SEED}
    PlayMember.objects.filter(play=first, arm="control").first().delete()  # type: ignore[union-attr]
    moved = PlayMember.objects.filter(play=first, arm="control").first()
    PlayMember.objects.filter(pk=moved.pk).update(arm="treated")  # type: ignore[union-attr]
    asked = perform(find_operation(registry["plays"], "check"), [first.pk], {}, SETIA)
    assert asked.answer == {"members": 39, "moved": 1, "gone": 1, "seed": SEED}


def test_another_seed_draws_other_groups(cast: Cast) -> None:
    customers(40, cast.ada)
    first, second = play(name="First"), play(name="Second")
    do("start", first)
    do("stop", first)
    do("start", second)
    assert first.seed != second.seed
    assert arm(first, "control") != arm(second, "control")


def test_groups_are_alike_in_what_their_members_are_usually_worth(cast: Cast) -> None:
    some = customers(60, cast.ada)
    for place, party in enumerate(some[:30]):
        order(party.pk, NOW - 30 * DAY, 1000 * (place + 1))
    made = started()
    strata = PlayMember.objects.filter(play=made).values_list("stratum", "arm")
    counts = {key: list(strata).count(key) for key in set(strata)}
    assert counts == {
        (0, "control"): 15, (0, "treated"): 15, **{(n, name): 5 for n in (1, 2, 3) for name in ("control", "treated")},
    }  # fmt: skip


def test_whoever_takes_part_in_a_play_is_left_to_it(cast: Cast) -> None:
    customers(20, cast.ada)
    first = started(most=20)
    customers(6, cast.ada, "New")
    second = started(name="Another")
    assert (
        set(arm(first, "treated") + arm(first, "control")) & set(arm(second, "treated") + arm(second, "control"))
        == set()
    )
    assert (second.treated + second.control, second.left_out["elsewhere"]) == (6, 20)


def test_who_may_not_be_contacted_is_left_out_before_the_draw(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    some = customers(12, cast.ada)
    news = make("contact-purposes", name="News", basis="consent", wording="News of us")
    for party in some[:6]:
        make("consents", party=party.pk, purpose=news.pk, channel="phone")
    veto = Veto("complaint", "They complain", lambda asked: {some[0].pk} & (asked.parties or {some[0].pk}))
    monkeypatch.setitem(advice._vetoes, "complaint", veto)
    made = started(purpose="unasked", control_share=40)
    assert set(arm(made, "treated") + arm(made, "control")) == {party.pk for party in some[1:6]}
    assert made.left_out["not_allowed"] == 7
    (row,) = listed("plays", columns=("drawn",))
    assert row["drawn"] == (
        "Of 12 who fit 5 were drawn: 3 to be treated, 2 as the control group."
        " 7 were left out because they may not be contacted so."
    )


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


def test_a_play_that_runs_is_not_changed_any_more(cast: Cast) -> None:
    customers(4, cast.ada)
    made = started()
    with pytest.raises(Invalid, match="The play has begun"):
        change(made, where="is_customer = no")
    change(made, name="Another name")
    with pytest.raises(Refusal, match="begun already"):
        do("start", made)


def test_it_is_said_before_whether_it_can_show_anything(cast: Cast) -> None:
    some = customers(100, cast.ada)
    for party in some[:20]:
        order(party.pk, NOW - 20 * DAY)
    made = play(most=60, control_share=20, wanted=10)
    asked = perform(find_operation(registry["plays"], "plan"), [made.pk], {}, SETIA)
    assert asked.said is not None
    assert asked.said.is_lacking
    assert (asked.answer["usual"], asked.answer["needed"], asked.answer["fitting"]) == (0.2, 942, 100)
    assert asked.said.words.startswith("As it is, this play will hardly show anything")
    change(made, wanted=60, contact_days=1)
    asked = perform(find_operation(registry["plays"], "plan"), [made.pk], {}, SETIA)
    assert asked.said is not None
    assert asked.said.words == (
        "A rise of 60 points would be seen in 8 of 10 cases; it takes 28 for that. 6 people are given at most 30"
        " actions a day together, and this play alone would take 48.0."
    )
    assert made.status == "draft"


def test_nobody_to_compare_is_refused(cast: Cast) -> None:
    customers(1, cast.ada)
    with pytest.raises(Refusal, match="nobody to compare"):
        do("start", play())


def test_a_draft_begins_with_what_is_needed_again_and_again(cast: Cast) -> None:
    made = make("plays", template="silent_good")
    assert (made.name, made.circle, made.way) == ("Call good customers who fell silent", "silent_good", "call")
    own = make("plays", template="bought_once", name="Ours", way="visit")
    assert (own.name, own.way, own.circle, own.minutes) == ("Ours", "visit", "bought_once", 5)
    with pytest.raises(Invalid, match="for whom"):
        make("plays", task="Call")
    with pytest.raises(Invalid, match="5 to 50 percent"):
        play(control_share=60)
    with pytest.raises(Invalid):
        make("plays", task="Call", where="no_such_field = 7")


def test_good_customers_who_fell_silent_are_found(cast: Cast) -> None:
    some = customers(6, cast.ada)
    for party, net, days in zip(some, (9, 8, 3, 2, 1, 50), (200, 20, 400, 300, 20, 200), strict=True):
        order(party.pk, NOW - days * DAY, net)
        if net != 50:
            order(party.pk, NOW - (days + 30) * DAY, net)
    made = play(circle="silent_good", where="")
    asked = perform(find_operation(registry["plays"], "plan"), [made.pk], {}, SETIA)
    assert asked.answer["fitting"] == 1, "of five who ordered twice the best two are good, and one of these is silent"


def test_a_play_counts_what_its_leader_may_see_and_is_shown_to_nobody_who_sees_less(cast: Cast) -> None:
    customers(6, cast.ada)
    customers(6, cast.gil, "Of Gil")
    made = play(cast.ada)
    with pytest.raises(NotFound):
        do("start", made, cast.acting("gil"))
    do("start", made, cast.acting("ada"), seed=SEED)
    assert made.treated + made.control == 6
    seen = {
        name: registry["plays"].rows(cast.acting(name).access).count() for name in ("ada", "gil", "dev", "cleo", "root")
    }
    assert seen == {"ada": 1, "gil": 0, "dev": 1, "cleo": 1, "root": 1}, "Dev sees what is Ada's"
    Play.objects.update(counted="all")
    assert not registry["plays"].rows(cast.acting("dev").access).exists(), "Ada saw more than her own then"
    members = registry["play-members"]
    assert members.rows(cast.acting("ada").access).count() == 6
    assert members.rows(cast.acting("gil").access).count() == 0


def test_whoever_may_not_know_what_is_counted_sees_no_play(cast: Cast) -> None:
    customers(6, cast.ada)
    made = started(cast.ada)
    role = Role.objects.get(name="Sells")
    role.grants["sales.order"]["fields"] = {"net": "hidden"}
    role.save()
    ada = cast.acting("ada")
    assert not registry["plays"].rows(ada.access).exists()
    assert not registry["play-members"].rows(ada.access).exists()
    assert all_plays({}, ada).rows == []
    with pytest.raises(NotFound):
        do("measure", made, ada)


def test_who_is_merged_or_erased_leaves_the_others_as_they_were_drawn(cast: Cast) -> None:
    some = customers(10, cast.ada)
    made = started()
    do("merge", some[0], other=some[1].pk)
    Party.objects.filter(pk=some[2].pk).delete()
    asked = perform(find_operation(registry["plays"], "check"), [made.pk], {}, SETIA)
    assert asked.answer["moved"] == 0
    look(made, NOW + 100 * DAY)
    assert made.verdict == "few"


def test_three_hundred_members_cost_as_many_questions_as_thirty(cast: Cast) -> None:
    def asked(count: int) -> int:
        customers(count, cast.ada, f"Of {count}")
        made = play(where=f'name starts with "Of {count} "')
        with CaptureQueriesContext(connection) as captured:
            do("start", made, seed=SEED)
            measure_all(system("job", NOW + DAY))
            listed("plays")
        do("stop", made)
        return len(captured)

    assert asked(30) == asked(300)


def test_amounts_are_in_the_currency_of_the_company(cast: Cast) -> None:
    Company.objects.update(currency="IDR")
    changed_company()
    assert play().currency == "IDR"
    assert queries("plays", {"name": "Many", "task": "Call", "where": "kind = person"}, 3) > 0


def test_a_saved_view_says_for_whom(cast: Cast) -> None:
    ada = cast.acting("ada")
    saved_views.keep("companies", ada, name="In Lyon", where="city = Lyon or city = Paris")
    made = make("plays", ada, task="Call", where="in lyon")
    assert made.where == 'kind = "company" and (city = Lyon or city = Paris)'
    with pytest.raises(Invalid):
        make("plays", cast.acting("gil"), task="Call", where="in lyon")
