"""What a draft is made of, and what it says before it begins."""

from __future__ import annotations

import pytest

from setia.domains.insight.plays.tests.cases import DAY, customers, order, play, started
from setia.foundation.company import Company, changed_company
from setia.foundation.errors import Invalid, Refusal
from setia.kit import saved_views
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, make, queries
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


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
