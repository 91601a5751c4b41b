"""Who is drawn, who is given to people, and who sees a play."""

from __future__ import annotations

import pytest

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.model import Action
from setia.domains.insight.plays.members.model import PlayMember
from setia.domains.insight.plays.model import Play
from setia.domains.insight.plays.report import make as all_plays
from setia.domains.insight.plays.tests.cases import DAY, SEED, arm, customers, order, play, started
from setia.domains.insight.suggesting import Adviser
from setia.domains.parties.parties.model import Party
from setia.foundation.errors import NotFound
from setia.foundation.staff.models import Role
from setia.kit import advice
from setia.kit.advice import Veto
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.acting import SETIA, do, listed, make
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


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
