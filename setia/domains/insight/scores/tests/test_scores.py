"""Rows of scores: for whom there are any, who sees them, and where they are shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.scores import keeping
from setia.domains.insight.scores.model import Score
from setia.domains.insight.scores.tests.conftest import TODAY, bought, reckon
from setia.domains.parties.parties.model import Party
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.company import Company, changed_company
from setia.foundation.errors import Refusal
from setia.foundation.staff.models import Role
from setia.kit import exchange
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, do, listed, make, make_many
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def score(party: Any) -> Score:
    found: Score = Score.objects.get(party=party)
    return found


def found(slug: str, where: str, by: Actor = SETIA) -> set[int]:
    return {row["id"] for row in Listing(registry[slug], by, where=conditions.parse(where)).page(size=200).rows}


def hide(cast: Cast, noun: str, *names: str) -> Actor:
    """Ada, who from now on may not know these fields."""
    role = Role.objects.get(name="Sells")
    role.grants[noun]["fields"] = dict.fromkeys(names, "hidden")
    role.save()
    return cast.acting("ada")


def test_who_comes_again_and_again_stays_and_who_fell_silent_is_likely_lost(firm: list[Any]) -> None:
    reckon()
    lost, often = score(firm[1]), score(firm[13])
    assert lost.staying < 50 < often.staying
    assert lost.staying_low <= lost.staying <= lost.staying_high
    assert (lost.bought, lost.again, str(lost.last_on)) == (9, 8, "2025-02-05")
    assert lost.worth < often.worth


def test_everybody_who_bought_has_a_row_and_nobody_else(firm: list[Any], cast: Cast) -> None:
    never = make("people", name="Looks only")
    drafts = make("people", name="Thinks about it")
    bought(drafts, cast.ada, [3], status="draft")
    reckon()
    assert Score.objects.count() == len(firm)
    assert not Score.objects.filter(party__in=[never, drafts]).exists()


def test_of_too_few_customers_their_orders_are_told_and_in_words_that_it_is_too_little(cast: Cast, bo: Any) -> None:
    bought(bo, cast.ada, [30, 10])
    reckon()
    (row,) = listed("scores", columns=("staying", "bought", "spent", "staying_words"))
    assert (row["staying"], row["bought"], row["spent"]) == (None, 2, 20_000)
    assert row["staying_words"] == "Too little to say: there are too few customers."


def test_a_second_round_keeps_the_numbers_of_rows_and_drops_who_is_not_there_any_more(firm: list[Any]) -> None:
    reckon()
    before = dict(Score.objects.values_list("party_id", "pk"))
    Party.objects.filter(pk=firm[0].pk).update(archived_at=NOW)
    Party.objects.filter(pk=firm[1].pk).update(restricted_on=TODAY)
    Party.objects.filter(pk=firm[69].pk).update(erased_at=NOW)
    reckon()
    after = dict(Score.objects.values_list("party_id", "pk"))
    assert before.keys() - after.keys() == {firm[0].pk, firm[1].pk, firm[69].pk}
    assert after.items() <= before.items()


def test_who_is_restricted_while_it_is_reckoned_gets_no_score(firm: list[Any]) -> None:
    told = {"purchases": keeping._purchases(), "minutes": {}, "as_of": TODAY.isoformat()}
    Party.objects.filter(pk=firm[1].pk).update(restricted_on=TODAY)
    keeping.keep(told, NOW, lambda done, total, what: None)
    assert Score.objects.count() == len(firm) - 1
    assert not Score.objects.filter(party=firm[1]).exists()


def test_a_round_costs_as_many_questions_for_seventy_customers_as_for_sixty(firm: list[Any]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            reckon()
        return len([one for one in captured if "INSERT INTO" not in one["sql"]])

    reckon()
    all_of_them = asked()
    Party.objects.filter(pk__in=[party.pk for party in firm[60:]]).update(archived_at=NOW)
    reckon()
    assert asked() == all_of_them


def test_the_score_of_a_party_that_is_merged_follows_or_goes_away(firm: list[Any], cast: Cast) -> None:
    twin = make("companies", name="Customer 00 Ltd", owner=cast.ada.pk)
    reckon()
    row = score(firm[0])
    do("merge", twin, other=firm[0].pk)
    assert score(twin).pk == row.pk
    do("merge", firm[1], other=firm[3].pk)
    assert firm[3].pk not in set(Score.objects.active().values_list("party_id", flat=True))
    reckon()
    assert Score.objects.filter(party__in=[firm[0].pk, firm[3].pk]).count() == 0


def test_a_score_is_for_whoever_sees_every_order_it_was_made_of(firm: list[Any], cast: Cast) -> None:
    bought(firm[5], cast.gil, [40])
    reckon()
    assert found("scores", "bought > 0", cast.acting("cleo")) == set(Score.objects.values_list("pk", flat=True))
    mine = found("scores", "bought > 0", cast.acting("ada"))
    assert mine == set(Score.objects.exclude(party=firm[5]).values_list("pk", flat=True))
    assert found("scores", "bought > 0", cast.acting("gil")) == set(), "the customer is not his"
    ada = cast.acting("ada")
    (row,) = [row for row in listed("parties", ada, columns=("name", "staying")) if row["id"] == firm[5].pk]
    assert row["staying"] is None
    assert firm[5].pk not in found("parties", "staying >= 0", ada)
    assert firm[5].pk in found("parties", "staying is empty", ada)


def test_amounts_and_margins_are_for_whoever_may_know_those_of_orders(firm: list[Any], cast: Cast) -> None:
    reckon()
    ada = hide(cast, "sales.order", "total")
    for name in ("worth", "worth_words", "worth_reasons", "spent", "usual", "profit_year"):
        assert name not in registry["scores"].readable(ada.access), name
        with pytest.raises(Refusal):
            Listing(registry["scores"], ada, columns=(name,))
    assert {"next_worth", "profit_year"}.isdisjoint(registry["parties"].readable(ada.access))
    with pytest.raises(Refusal):
        found("companies", "next_worth > 1", ada)
    assert found("companies", "staying > 50", ada)
    ada = hide(cast, "sales.order", "ordered_on")
    assert found("scores", "bought > 0", ada) == set()


def test_lists_of_companies_show_and_ask_for_what_was_reckoned(firm: list[Any]) -> None:
    reckon()
    few = found("companies", "staying < 50")
    assert few == set(Score.objects.filter(staying__lt=50).values_list("party_id", flat=True))
    rich = Score.objects.order_by("-worth")[9].worth
    asked = found("companies", f"next_worth >= {rich / 100:.2f} and staying >= 50")
    assert asked == set(Score.objects.filter(worth__gte=rich, staying__gte=50).values_list("party_id", flat=True))
    (row,) = [
        one for one in listed("companies", columns=("name", "staying", "next_worth", "last_bought_on"))
        if one["id"] == firm[1].pk
    ]  # fmt: skip
    told = score(firm[1])
    assert (row["staying"], row["worth"], row["last_on"]) == (told.staying, told.worth, told.last_on)
    names = ("name", "staying", "next_worth")
    where = conditions.parse('name = "Customer 01"')
    text = b"".join(
        exchange.csv_chunks(Listing(registry["companies"], SETIA, columns=names, where=where), labels=False)
    )
    assert f"Customer 01,{told.staying},{told.worth / 100:.2f}" in text.decode()


def test_the_page_of_a_party_tells_the_chance_the_value_and_why(firm: list[Any], cast: Cast) -> None:
    reckon()
    client = Client()
    client.force_login(cast.ada, settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(f"/companies/{firm[1].pk}/").content.decode()
    told = score(firm[1])
    assert f"{told.staying}% still a customer (" in page
    assert "Last bought 390 days ago" in page
    assert client.get("/scores/?sort=-worth").status_code == 200


def test_profit_is_the_margin_of_the_year_less_what_the_time_spent_costs(firm: list[Any], cast: Cast) -> None:
    Company.objects.update(hour_cost=6_000)
    changed_company()
    bought(firm[0], cast.ada, [400], margin=99_999)
    bought(firm[0], cast.ada, [12, 14], margin=4_000)
    bought(firm[0], cast.ada, [30])
    do("note", firm[0], text="Spoke about grinders", kind="call", minutes=45, happened_on="2026-02-20")
    do("note", firm[0], text="Spoke long ago", kind="call", minutes=600, happened_on="2024-02-20")
    reckon()
    told = score(firm[0])
    assert (told.margin_year, told.minutes_year, told.cost_year) == (8_000, 45, 4_500)
    assert told.profit_year == 3_500
    (row,) = [row for row in listed("scores", columns=("party", "profit_reasons")) if row["id"] == told.pk]
    assert row["profit_reasons"] == (
        "€35 profit in the last 12 months. The margin is known of 2 of 3 orders. 45 minutes of work cost €45."
    )
    assert score(firm[2]).profit_year is None, "nothing is known of its margin"


def test_orders_by_contract_are_no_sign_of_coming_and_going(firm: list[Any], cast: Cast, bo: Any) -> None:
    contract = make("contracts", name="Care", party=bo.pk, starts_on="2025-01-01", owner=cast.ada.pk)
    bought(bo, cast.ada, [60], contract=contract, period_on=TODAY)
    reckon()
    (row,) = [
        row for row in listed("scores", columns=("staying", "staying_words"), sort="-id") if row["id"] == score(bo).pk
    ]
    assert (row["staying"], row["staying_words"]) == (None, "Buys by contract only: look at the contracts.")


def test_a_list_of_scores_costs_as_many_questions_for_thirty_as_for_three(firm: list[Any]) -> None:
    reckon()

    def asked(size: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            Listing(registry["scores"], SETIA, columns=("party", "staying", "reasons", "worth_words")).page(size=size)
        return len(captured)

    assert asked(3) == asked(30)


def test_parties_made_since_have_no_score_yet_and_break_nothing(firm: list[Any], cast: Cast) -> None:
    reckon()
    new = make_many("companies", [{"name": "New", "kind": "company", "owner_id": cast.ada.pk}])
    assert new[0].pk in found("companies", "staying is empty")
