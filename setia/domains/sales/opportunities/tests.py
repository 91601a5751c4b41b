"""Opportunities."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.stages.model import Stage
from setia.foundation.access import system
from setia.foundation.errors import Conflict, Invalid, NotFound, Refusal
from setia.foundation.ledger import Entry
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, make, make_many, queries
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db
LATER = system("web", NOW + timedelta(days=2, hours=1))


@pytest.fixture
def cancity() -> Any:
    return make("companies", name="Cancity")


@pytest.fixture
def deal(cancity: Any) -> Any:
    return make("opportunities", party=cancity.pk, amount="4821")


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def log(opportunity: Any) -> list[tuple[Any, ...]]:
    rows = StageChange.objects.filter(opportunity=opportunity).order_by("id")
    return list(rows.values_list("from_stage__name", "to_stage__name", "seconds"))


def test_a_new_opportunity_begins_in_the_first_stage_today(deal: Any) -> None:
    assert (deal.stage.name, deal.status, deal.probability) == ("Prospecting", "open", 10)
    assert (deal.opened_on, deal.closed_on) == (NOW.date(), None)
    assert log(deal) == [(None, "Prospecting", None)]


def test_it_is_called_after_what_is_sold_to_whom(cancity: Any) -> None:
    product = make("products", name="GTX Pro")
    assert make("opportunities", party=cancity.pk, product=product.pk).name == "GTX Pro for Cancity"
    assert make("opportunities", party=cancity.pk).name == "Cancity"
    assert make("opportunities", name="A big one", party=cancity.pk).name == "A big one"


def test_it_can_be_kept_without_knowing_the_customer() -> None:
    assert make("opportunities", name="Somebody called").party is None


def test_every_change_of_stage_is_logged_with_how_long_the_last_one_took(deal: Any) -> None:
    do("move", deal, LATER, stage=stage("Proposal").pk)
    assert (deal.stage.name, deal.probability, deal.stage_since) == ("Proposal", 50, LATER.at)
    assert log(deal)[-1] == ("Prospecting", "Proposal", (2 * 24 + 1) * 3600)


def test_winning_closes_it_today_and_makes_the_party_a_customer(deal: Any, cancity: Any) -> None:
    do("win", deal, amount="4500")
    assert (deal.status, deal.stage.name, deal.closed_on, deal.probability) == ("won", "Won", NOW.date(), 100)
    assert deal.amount == 450_000
    cancity.refresh_from_db()
    assert cancity.is_customer


def test_winning_on_an_earlier_day_is_told_on_that_day(cancity: Any) -> None:
    deal = make("opportunities", party=cancity.pk, opened_on="2026-01-05")
    do("win", deal, on="2026-02-10")
    assert deal.closed_on == date(2026, 2, 10)
    assert Entry.objects.get(kind="opportunity.won").at == datetime(2026, 2, 10, 12, tzinfo=UTC)
    with pytest.raises(Invalid, match="has not come yet"):
        do("win", make("opportunities", name="Next"), on="2026-12-24")


@pytest.mark.parametrize("way", ["verb", "board", "form"])
def test_however_it_is_won_the_row_and_the_fact_are_the_same(way: str, deal: Any) -> None:
    if way == "verb":
        do("win", deal, LATER)
    elif way == "board":
        do("move", deal, LATER, stage=stage("Won").pk)
    else:
        change(deal, LATER, stage=stage("Won").pk)
    assert (deal.status, deal.closed_on, deal.probability, deal.stage_since, deal.version) == (
        "won", LATER.today, 100, LATER.at, 2,
    )  # fmt: skip
    assert facts(deal) == ["opportunity.created", "opportunity.won"]
    assert len(log(deal)) == 2


def test_losing_needs_a_reason_and_keeps_it(deal: Any) -> None:
    with pytest.raises(Invalid, match="required"):
        do("lose", deal)
    do("lose", deal, reason="Too dear")
    assert (deal.status, deal.lost_reason, deal.probability) == ("lost", "Too dear", 0)
    assert facts(deal)[-1] == "opportunity.lost"


def test_reopening_goes_back_to_the_stage_before_and_forgets_the_end(deal: Any) -> None:
    do("move", deal, stage=stage("Negotiation").pk)
    do("lose", deal, reason="Too dear")
    do("reopen", deal, LATER)
    assert (deal.stage.name, deal.status, deal.closed_on, deal.lost_reason) == (
        "Negotiation",
        "open",
        None,
        "",
    )
    with pytest.raises(Refusal, match="open already"):
        do("reopen", deal)


def test_what_is_won_cannot_be_won_again(deal: Any) -> None:
    do("win", deal)
    with pytest.raises(Refusal, match="won already"):
        do("win", deal)
    with pytest.raises(Refusal, match="in this stage already"):
        do("move", deal, stage=stage("Won").pk)


def test_winning_can_be_undone(deal: Any, cancity: Any) -> None:
    before = Opportunity.objects.values().get(pk=deal.pk)
    undo(do("win", deal, LATER).act, SETIA)
    after = Opportunity.objects.values().get(pk=deal.pk)
    for row in (before, after):
        del row["version"], row["updated_at"]
    assert before == after
    cancity.refresh_from_db()
    assert not cancity.is_customer


def test_undoing_all_that_happened_leaves_nothing_behind(deal: Any, cancity: Any) -> None:
    won = do("win", deal, LATER).act
    made = [Entry.objects.get(kind=f"{kind}.created").act for kind in ("opportunity", "party")]
    for act in (won, *made):
        assert undo(act, SETIA, erase=True).kept == []
    assert not Opportunity.objects.exists()
    assert not type(cancity).objects.exists()


def test_a_stage_of_another_pipeline_is_refused_but_the_pipeline_can_be_changed(deal: Any) -> None:
    service = make("pipelines", name="Service")
    first = make("stages", pipeline=service.pk, name="Asked", position=1)
    with pytest.raises(Invalid, match="another pipeline"):
        do("move", deal, stage=first.pk)
    with pytest.raises(Invalid, match="another pipeline"):
        make("opportunities", name="x", pipeline=deal.pipeline_id, stage=first.pk)
    change(deal, pipeline=service.pk)
    assert deal.stage == first
    with pytest.raises(Invalid, match="no stage for that"):
        do("win", deal)


def test_it_cannot_close_before_it_opened(deal: Any) -> None:
    with pytest.raises(Invalid, match="before it was opened"):
        do("win", deal, on="2026-01-01")


def test_deals_learnt_of_when_they_are_over_are_told_with_their_own_days(cancity: Any) -> None:
    (deal,) = make_many("opportunities", [{
        "party_id": cancity.pk, "stage_id": stage("Won").pk, "opened_on": date(2016, 10, 20),
        "closed_on": date(2017, 3, 1), "amount": 105_400,
    }])  # fmt: skip
    assert (deal.status, deal.probability, deal.closed_on) == ("won", 100, date(2017, 3, 1))
    assert log(deal) == [(None, "Won", 132 * 86_400)]
    told = {e.kind: e.at.date() for e in Entry.objects.filter(noun="sales.opportunity")}
    assert told == {"opportunity.created": date(2016, 10, 20), "opportunity.won": date(2017, 3, 1)}
    cancity.refresh_from_db()
    assert cancity.is_customer


def test_one_of_many_is_as_one_made_alone(cancity: Any) -> None:
    alone = make("opportunities", party=cancity.pk, amount="12.50", stage=stage("Won").pk)
    values = {"party_id": cancity.pk, "amount": 1250, "stage_id": stage("Won").pk}
    (together, _other) = make_many("opportunities", [values, {"name": "Another"}], SETIA)
    rows = [{k: v for k, v in vars(o).items() if k not in ("id", "_state")} for o in (alone, together)]
    assert rows[0] == rows[1]
    assert log(alone) == log(together)
    assert facts(alone) == facts(together)


def test_many_opportunities_cost_as_many_queries_as_a_few(cancity: Any) -> None:
    do("make_customer", cancity)
    row = {"party_id": cancity.pk, "stage_id": stage("Won").pk, "amount": 100}
    assert queries("opportunities", row, 150) <= queries("opportunities", row, 3)


def test_ada_sees_her_deals_and_dev_those_of_the_team(deal: Any) -> None:
    cast: Cast = assemble(["sales.opportunity", "parties.party"])
    hers = make("opportunities", cast.acting("ada"), name="Hers")
    assert hers.owner == cast.ada
    do("move", hers, cast.acting("dev"), stage=stage("Proposal").pk)
    with pytest.raises(NotFound):
        do("win", hers, cast.acting("gil"))
    with pytest.raises(NotFound):
        do("win", deal, cast.acting("ada"))


def test_two_people_who_change_different_fields_do_not_meet(deal: Any) -> None:
    opportunities = registry["opportunities"]
    verbs.change(opportunities, [deal.pk], {"next_step": "Call", "amount": "4821"}, SETIA, version=1)
    verbs.change(opportunities, [deal.pk], {"next_step": "", "amount": "5000"}, SETIA, version=1)
    deal.refresh_from_db()
    assert (deal.next_step, deal.amount) == ("Call", 500_000)
    with pytest.raises(Conflict):
        verbs.change(opportunities, [deal.pk], {"amount": "1"}, SETIA, version=1)
