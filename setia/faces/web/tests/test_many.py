"""Many records together: lanes of the board, verbs on the ticked or on all that match, and files of what is seen."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from setia.domains.sales.stages.model import Stage
from setia.faces.web.tests.test_lists import DEALS, DIALOG, deal, rows, signed_in, stage, told, words
from setia.foundation.ledger import Entry
from tests.acting import change, do, facts
from tests.cast import Cast
from tests.cast import grants as granted

pytestmark = pytest.mark.django_db
BOARD = "/opportunities/board"


def lane(page: str, at: Stage) -> str:
    """What stands in one lane."""
    return page.split(f'data-lane="{at.pk}"', 1)[1].split("</section>", 1)[0]


def moved(client: Client, record: Any, to: str, version: Any = "") -> Any:
    sent = {"record": record.pk, "version": version}
    return client.post(f"{BOARD}/{stage(to).pk}", sent, headers=DIALOG)


# The board


def test_a_lane_holds_its_cards_and_sums_each_currency_by_itself(cast: Cast) -> None:
    at = stage("Proposal")
    for name, amount, currency in (("One", "1200", "EUR"), ("Two", "800", "EUR"), ("Three", "5000", "USD")):
        deal(name, cast, amount=amount, currency=currency, stage=at.pk)
    deal("Elsewhere", cast, amount="7", currency="EUR", stage=stage("Engaging").pk)
    here = lane(words(signed_in(cast).get(BOARD)), at)
    assert set(rows(here, "One", "Two", "Three", "Elsewhere")) == {"One", "Two", "Three"}
    assert '<span class="count">3</span>' in here
    assert "€2,000" in here
    assert "5,000" in here
    assert "7,000" not in here
    here = lane(words(signed_in(cast).get(BOARD, {"where": 'currency = "USD"'})), at)
    assert rows(here, "One", "Three") == ["Three"]
    assert "€" not in here


def test_a_card_is_moved_and_the_lanes_count_anew(cast: Cast) -> None:
    record = deal("Moving", cast, amount="1200", stage=stage("Engaging").pk)
    answer = moved(signed_in(cast, "ada"), record, "Proposal", record.version)
    page = words(answer)
    assert f'id="lane-{stage("Proposal").pk}-head"' in page
    assert told(answer) == "“Moving” moved to Proposal."
    record.refresh_from_db()
    assert record.stage == stage("Proposal")
    assert facts(record)[-1] == "opportunity.moved"


def test_a_card_that_may_not_move_stays_and_says_why(cast: Cast) -> None:
    record = deal("Staying", cast, stage=stage("Engaging").pk)
    old = record.version
    change(record, cast.acting("dev"), next_step="Call")
    for name, to, version, status in (
        ("ada", "Engaging", "", 409), ("ada", "Proposal", old, 409), ("gil", "Proposal", "", 404),
        ("cleo", "Proposal", "", 403),
    ):  # fmt: skip
        answer = moved(signed_in(cast, name), record, to, version)
        assert (answer.status_code, answer["HX-Reswap"]) == (status, "none"), name
        assert told(answer)
    record.refresh_from_db()
    assert record.stage == stage("Engaging")
    words(signed_in(cast).post(f"{BOARD}/{record.stage_id}", {"record": "x"}), 400)
    words(signed_in(cast).get(f"{BOARD}/987654321"), 404)
    words(signed_in(cast).get("/companies/board"), 404)


def test_a_full_lane_shows_further_cards_on_demand(cast: Cast) -> None:
    at = stage("Prospecting")
    for number in range(15):
        deal(f"Deal {number:02}", cast, stage=at.pk)
    client = signed_in(cast)
    here = lane(words(client.get(BOARD)), at)
    assert here.count('class="card"') == 12
    more = here.split('class="lane-more link" href="', 1)[1].split('"', 1)[0]
    assert words(client.get(more)).count('class="card"') == 3


# Verbs on many


def test_a_verb_is_done_to_those_that_are_ticked(cast: Cast) -> None:
    one, two, three = (deal(name, cast) for name in ("One", "Two", "Three"))
    client, ticked = signed_in(cast, "ada"), {"ids": [one.pk, two.pk]}
    dialog = words(client.post("/opportunities/do/lose", ticked, headers=DIALOG))
    assert "2 records are selected" in dialog
    words(client.post("/opportunities/do/lose", {**ticked, "confirmed": "1", "reason": ""}, headers=DIALOG), 422)
    done = client.post("/opportunities/do/lose", {**ticked, "confirmed": "1", "reason": "Price"}, headers=DIALOG)
    assert (done.status_code, told(done)) == (204, "2 records changed.")
    for record, status in ((one, "lost"), (two, "lost"), (three, "open")):
        record.refresh_from_db()
        assert record.status == status
    words(client.post("/opportunities/do/lose", {"confirmed": "1"}), 400)


def test_a_field_is_changed_on_all_that_match_and_on_no_other(cast: Cast) -> None:
    match, other, gils = deal("Match A", cast), deal("Other", cast), deal("Match B", cast, "gil")
    client = signed_in(cast, "ada")
    everything = {"all": "1", "where": "where=name+contains+Match"}
    assert "1 record is selected" in words(client.post("/opportunities/do/change", everything, headers=DIALOG))
    asked = {**everything, "field": "next_step"}
    assert 'name="next_step"' in words(client.post("/opportunities/do/change", asked, headers=DIALOG))
    done = client.post("/opportunities/do/change", {**asked, "confirmed": "1", "next_step": "Call"}, headers=DIALOG)
    assert told(done) == "1 record changed."
    for record, step in ((match, "Call"), (other, ""), (gils, "")):
        record.refresh_from_db()
        assert record.next_step == step
    words(client.post("/opportunities/do/change", {**everything, "where": "where=nonsense+%3D+1"}), 400)


def test_one_that_refuses_leaves_all_as_they_were(cast: Cast) -> None:
    fine, won, gils = deal("Fine", cast), deal("Won", cast), deal("Gil's", cast, "gil")
    do("win", won)
    before, client = Entry.objects.count(), signed_in(cast, "ada")
    for ids, status in (([fine.pk, won.pk], 409), ([fine.pk, gils.pk], 404)):
        words(client.post("/opportunities/do/win", {"ids": ids, "confirmed": "1"}, headers=DIALOG), status)
    wrong = {"ids": [fine.pk, won.pk], "confirmed": "1", "field": "probability", "probability": "400"}
    assert 'value="400"' in words(client.post("/opportunities/do/change", wrong, headers=DIALOG), 422)
    fine.refresh_from_db()
    assert (fine.status, Entry.objects.count()) == ("open", before)
    words(signed_in(cast, "cleo").post("/opportunities/do/win", {"ids": fine.pk, "confirmed": "1"}), 403)


# Files


def exported(client: Client, query: dict[str, Any]) -> list[list[str]]:
    answer = client.get("/opportunities/export.csv", query)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_a_file_holds_what_is_seen_and_no_formula(cast: Cast) -> None:
    deal("=1+1", cast, amount="90000")
    deal("Small", cast, amount="100")
    deal("Gil's", cast, "gil", amount="80000")
    query = {"where": "amount > 1000", "columns": "name,amount", "sort": "-amount"}
    head, *found = exported(signed_in(cast), query)
    assert head == ["Name", "Value", "Currency"]
    assert [row[0] for row in found] == ["'=1+1", "Gil's"]
    assert [row[0] for row in exported(signed_in(cast, "ada"), query)[1:]] == ["'=1+1"]
    answer = signed_in(cast).get("/opportunities/export.xlsx", query)
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    words(signed_in(cast).get("/opportunities/export.pdf"), 404)
    words(signed_in(cast, "eve").get("/opportunities/export.csv"), 403)


def test_a_hidden_field_is_in_no_file(cast: Cast) -> None:
    deal("Deal", cast, amount="98765")
    role = cast.cleo.roles.get()
    role.grants = {**granted(["sales.opportunity"], "all", [])}
    role.grants["sales.opportunity"]["fields"] = {"amount": "hidden"}
    role.save(update_fields=["grants"])
    client = signed_in(cast, "cleo")
    text = str(exported(client, {}))
    assert "Deal" in text
    assert "98765" not in text
    for address in (DEALS, BOARD):
        assert "98,765" not in words(client.get(address)), address
    for asked in ({"columns": "name,amount"}, {"where": "amount > 5"}, {"sort": "amount"}):
        words(client.get("/opportunities/export.csv", asked), 400)
