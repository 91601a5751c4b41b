"""Leads as cards in lanes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation.errors import Refusal
from setia.kit.undoing import undo
from tests.acting import SETIA, do, facts, make
from tests.browsing import browser_of
from tests.cast import assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Any:
    return make("leads", name="Twelve desks", person="Bo Andersen", email="bo@betatech.example")


def test_a_lead_moves_on_and_back_and_belongs_to_whoever_takes_it_up(lead: Any) -> None:
    ada = assemble(["sales.lead"]).acting("ada", "api")
    lead.owner_id = ada.staff_id
    lead.save()
    do("move", lead, ada, status="working")
    do("move", lead, ada, status="qualified")
    assert (lead.status, lead.owner_id, facts(lead)[-1]) == ("qualified", ada.staff_id, "lead.moved")
    done = do("move", lead, ada, status="new")
    undo(done.act, SETIA)
    lead.refresh_from_db()
    assert lead.status == "qualified"
    do("disqualify", lead, reason="No need")
    do("move", lead, status="working")
    assert (lead.status, lead.ended_because) == ("working", "")


@pytest.mark.parametrize(
    ("status", "words"), [("converted", "Convert it"), ("unqualified", "Do not pursue"), ("new", "there already")]
)
def test_what_needs_more_than_a_move_says_which_action_does_it(lead: Any, status: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        do("move", lead, status=status)


def test_a_lead_that_became_an_opportunity_stays_so(lead: Any) -> None:
    do("convert", lead, next_step="Call")
    with pytest.raises(Refusal, match="stays what it is"):
        do("move", lead, status="new")


def test_the_board_has_a_lane_for_each_status_and_cards_are_dragged_between_them(lead: Any) -> None:
    browser = browser_of(assemble(["sales.lead"]).root)
    page = browser.get("/leads/board").content.decode()
    assert page.count("data-lane=") == 5
    assert page.count("Twelve desks") >= 1
    moved = browser.post("/leads/board/working", {"record": lead.pk, "version": lead.version})
    lead.refresh_from_db()
    assert (moved.status_code, lead.status) == (200, "working")
    refused = browser.post("/leads/board/converted", {"record": lead.pk, "version": lead.version})
    assert (refused.status_code, "Convert it" in refused["HX-Trigger"]) == (409, True)


def test_a_board_of_thirty_leads_costs_as_many_queries_as_one_of_three() -> None:
    browser = browser_of(assemble(["sales.lead"]).root)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get("/leads/board")
        return len(queries)

    for number in range(3):
        make("leads", name=f"Lead {number}")
    asked()
    few = asked()
    for number in range(3, 10):
        make("leads", name=f"Lead {number}")
    assert asked() == few
