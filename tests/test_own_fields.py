"""Own fields on every face: pages, the API and its description, files in and out, rights, merging, the past."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client, TestCase

from setia.domains.duplicates.pairs.model import Pair
from setia.faces.api.api import document
from setia.foundation.access import Access
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.own_values import COLUMN
from setia.foundation.staff.models import Role
from setia.foundation.staff.rights import access_of, new_token
from setia.kit import exchange, verbs
from setia.kit.conformance import shown
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, change, do, make
from tests.browsing import browser_of
from tests.cast import NOW, Cast, assemble
from tests.shaping import define, in_force, redefine

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "kit.ownfield"])


def api(cast: Cast, name: str = "root") -> Any:
    token = new_token(getattr(cast, name), "own", ["*"], NOW)
    client = Client(headers={"Authorization": f"Bearer {token}"})

    def call(method: str, path: str, body: Any = None) -> Any:
        return client.generic(method, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json")

    return call


def value_of(record: Any, name: str) -> Any:
    return shown(registry["parties"], SETIA, record.pk)[name]


# Pages --------------------------------------------------------------------------------------------------


def test_an_administrator_adds_a_field_and_everybody_meets_it_at_once(cast: Cast) -> None:
    root, ada = browser_of(cast.root), browser_of(cast.ada)
    form = {"noun": "parties.party", "kind": "choice", "label": "Level", "listed": "Bronze\nSilver", "section": "About"}
    answer = in_page(root, "/own-fields/new", form)
    assert answer.status_code == 302, answer.content.decode()
    page = ada.get("/people/new").content.decode()
    assert 'name="own_level"' in page
    assert "Silver" in page
    made = ada.post("/people/new", {"first_name": "Bo", "own_level": "silver", "owner": cast.ada.pk})
    assert made.status_code == 302, made.content.decode()
    assert "Silver" in ada.get(made["Location"]).content.decode()
    listed = ada.get("/people/", {"columns": "name,own_level", "where": "own_level = silver"}).content.decode()
    assert "Level" in listed
    assert "Silver" in listed
    assert "Bo" in listed


def in_page(client: Client, path: str, posted: dict[str, Any]) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(path, posted)


def test_several_choices_are_ticked_and_taken_away(cast: Cast) -> None:
    define("choices")
    bo, client = make("people", first_name="Bo", owner=cast.ada.pk), browser_of(cast.ada)
    page = client.get(f"/people/{bo.pk}/edit").content.decode()
    assert page.count('type="checkbox" name="own_colours"') == 3
    posted = {"own_colours_ticked": "1", "own_colours": ["red", "blue"], "version": "1"}
    assert client.post(f"/people/{bo.pk}/edit", posted).status_code == 302
    assert value_of(bo, "own_colours") == ["red", "blue"]
    assert client.post(f"/people/{bo.pk}/edit", {"own_colours_ticked": "1", "version": "2"}).status_code == 302
    assert value_of(bo, "own_colours") == []


def test_many_records_are_changed_at_once(cast: Cast) -> None:
    define("text")
    some = [make("people", first_name=name) for name in ("Bo", "Eve")]
    answer = browser_of(cast.root).post("/people/do/change", {
        "ids": [one.pk for one in some], "field": "own_card_number", "own_card_number": "K-1", "confirmed": "1",
    })  # fmt: skip
    assert answer.status_code == 204, answer.content.decode()
    assert {value_of(one, "own_card_number") for one in some} == {"K-1"}


# Programs -----------------------------------------------------------------------------------------------


def test_programs_write_and_read_it_and_are_told_of_it(cast: Cast) -> None:
    define("choices")
    define("amount")
    call = api(cast)
    made = call("POST", "people", {"first_name": "Bo", "own_colours": ["red"], "own_credit_limit": "12.50"})
    assert made.status_code == 201, made.content
    assert (made.json()["own_colours"], made.json()["own_credit_limit"]) == (["red"], "12.50")
    wrong = call("POST", "people", {"first_name": "Bo", "own_colours": "red"})
    assert wrong.status_code == 422
    described = call("GET", "openapi.json").json()["components"]["schemas"]["ChangeOfPeople"]["properties"]
    assert described["own_colours"]["items"]["enum"] == ["red", "green", "blue"]
    assert "EUR" in described["own_credit_limit"]["description"]
    assert "own_colours" not in json.dumps(document())


def test_a_field_is_described_anew_when_it_changes(cast: Cast) -> None:
    everything = Access(is_admin=True)
    defined = define("text")
    title = lambda: document(everything)["components"]["schemas"]["PeopleRow"]["properties"]["own_card_number"]["title"]  # noqa: E731
    assert title() == "Card number"
    redefine(defined, label="Member number")
    assert title() == "Member number"


# Files --------------------------------------------------------------------------------------------------


def test_what_is_exported_is_imported_again(cast: Cast, tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    for kind in ("text", "number", "amount", "day", "flag", "choice", "choices"):
        define(kind)
    values = {
        "own_card_number": "K-1", "own_discount": "2.5", "own_credit_limit": "12.50",
        "own_customer_since": "2026-02-01", "own_parking_space": "yes",
        "own_level": "silver", "own_colours": "red, blue",
    }  # fmt: skip
    make("people", first_name="Bo", last_name="Andersen", reference="K-1", **values)
    columns = ("reference", "first_name", "last_name", *values)
    listing = Listing(registry["people"], SETIA, columns=columns)
    text = b"".join(exchange.csv_chunks(listing, labels=False)).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert {name: row[name] for name in values} == values
    again = "\r\n".join(line.partition(",")[2] for line in text.splitlines())
    run = exchange.receive([again.replace("K-1", "K-2").encode()], "people.csv", SETIA, resource="people")
    exchange.import_now(run, SETIA)
    other = registry["people"].rows().get(reference="K-2")
    first = registry["people"].rows().get(reference="K-1")
    assert {name: value_of(other, name) for name in values} == {
        **{name: value_of(first, name) for name in values}, "own_card_number": "K-2",
    }  # fmt: skip


def test_a_column_is_known_by_the_label_of_the_field(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    define("text")
    run = exchange.receive([b"First name,Card Number\nBo,K-7\n"], "people.csv", SETIA, resource="people")
    assert [column.field for column in exchange.plan_of(run).mapped] == ["first_name", "own_card_number"]


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_a_reference_goes_through_files_pages_and_programs(cast: Cast, tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    define("reference")
    define("staff")
    lamp = make("products", name="Lamp", brand=make("brands", name="Acme").pk)
    lines = b"First name,Favourite product,Visited by\nBo,Lamp,Ada Seller\n"
    run = exchange.receive([lines], "people.csv", SETIA, resource="people")
    exchange.import_now(run, SETIA)
    bo = registry["people"].rows().get(first_name="Bo")
    told = api(cast)("GET", f"people/{bo.pk}").json()
    assert (told["own_favourite_product"], told["own_favourite_product_title"]) == (lamp.pk, "Lamp")
    assert (told["own_visited_by"], told["own_visited_by_title"]) == (cast.ada.pk, "Ada Seller")
    client = browser_of(cast.root)
    assert f'href="/products/{lamp.pk}/"' in client.get(f"/people/{bo.pk}/").content.decode()
    assert "Lamp" in client.get(f"/people/{bo.pk}/edit").content.decode()
    columns = "name,own_favourite_product,own_visited_by"
    assert "Bo,Lamp,Ada Seller" in text_of(client.get("/people/export.csv", {"columns": columns}))
    verbs.change(registry["people"], [bo.pk], {"owner": cast.ada.pk}, SETIA)
    assert (
        f"/people/{bo.pk}/" in browser_of(cast.ada).get("/people/", {"where": "own_visited_by = me"}).content.decode()
    )
    sums = api(cast)("GET", "people/sums?group=own_favourite_product")
    assert sums.status_code == 200, sums.content
    assert "Lamp" in sums.content.decode()


# Rights -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["hidden", "read"])
def test_a_role_hides_it_or_lets_it_only_be_read(cast: Cast, mode: str) -> None:
    define("text", label="Inner rating", is_column=True)
    bo = make("people", first_name="Bo", own_inner_rating="Qzvx1", owner=cast.ada.pk)
    change(bo, own_inner_rating="Qzvx2")
    role = Role.objects.get(name="Sells")
    role.grants["parties.party"]["fields"] = {"own_inner_rating": mode}
    role.save(update_fields=["grants"])
    client, call = browser_of(cast.ada), api(cast, "ada")
    answers = [
        text_of(client.get(path))
        for path in (f"/people/{bo.pk}/", f"/people/{bo.pk}/edit", "/people/", "/people/export.csv", "/people/new")
    ]
    answers += [
        call("GET", path).content.decode() for path in (f"people/{bo.pk}", f"people/{bo.pk}/history", "openapi.json")
    ]
    told = [answer for answer in answers if "Qzvx" in answer or "inner_rating" in answer or "Inner rating" in answer]
    assert bool(told) == (mode == "read")
    refused = call("GET", "people?where=own_inner_rating%20%3D%20Qzvx2").status_code
    assert refused == (400 if mode == "hidden" else 200)
    assert call("PATCH", f"people/{bo.pk}", {"own_inner_rating": "x"}).status_code == 422
    assert "own_inner_rating" not in registry["people"].writable(access_of(cast.ada))
    verbs.change(registry["people"], [bo.pk], {"about": "changed by Ada"}, cast.acting("ada"))
    assert value_of(bo, "own_inner_rating") == "Qzvx2"


def test_only_who_may_changes_the_shape(cast: Cast) -> None:
    client = browser_of(cast.eve)
    assert client.get("/own-fields/").status_code in (403, 404)
    with pytest.raises(Refusal):
        define("text", cast.acting("eve"))


def test_what_is_required_is_asked_of_those_who_may_write_it(cast: Cast) -> None:
    make("people", first_name="Old")
    define("text", is_required=True)
    with pytest.raises(Invalid, match="own_card_number|required"):
        make("people", first_name="Bo")
    make("people", first_name="Bo", own_card_number="K-1")
    role = Role.objects.get(name="Sells")
    role.grants["parties.party"]["fields"] = {"own_card_number": "hidden"}
    role.save(update_fields=["grants"])
    make("people", cast.acting("ada"), first_name="Eve", owner=cast.ada.pk)


# The past, merging ------------------------------------------------------------------------------------------


def test_merging_takes_it_along_and_unmerging_brings_it_back_to_the_letter() -> None:
    define("text")
    define("number")
    bo = make("people", first_name="Bo", last_name="Andersen", own_card_number="K-1")
    other = make("people", first_name="Bob", last_name="Anderson", own_card_number="K-2", own_discount="2.5")
    before = {one.pk: getattr(one, COLUMN) for one in (bo, other)}
    do("merge", bo, other=other.pk)
    assert (value_of(bo, "own_card_number"), value_of(bo, "own_discount")) == ("K-1", "2.5")
    do("unmerge", Pair.objects.get(survivor=bo))
    for one in (bo, other):
        one.refresh_from_db()
    assert {one.pk: getattr(one, COLUMN) for one in (bo, other)} == before


def test_references_lead_to_the_party_that_stays_and_back_again() -> None:
    define("reference", label="Introduced by", refers_to="parties.party")
    define("reference", label="Paid by", refers_to="parties.party", noun="sales.order")
    bo, other = make("people", first_name="Bo", last_name="Andersen"), make("people", first_name="Bob")
    guest = make("people", first_name="Cleo", own_introduced_by=other.pk)
    order = make("orders", party=guest.pk, ordered_on="2026-03-01", own_paid_by=other.pk)

    def led_to() -> list[Any]:
        by, paid = value_of(guest, "own_introduced_by"), shown(registry["orders"], SETIA, order.pk)["own_paid_by"]
        return [by, paid]

    do("merge", bo, other=other.pk)
    assert led_to() == [bo.pk, bo.pk]
    do("unmerge", Pair.objects.get(survivor=bo))
    assert led_to() == [other.pk, other.pk]


def test_an_archived_field_disappears_and_its_values_come_back_with_it() -> None:
    defined = define("text")
    bo = make("people", first_name="Bo", own_card_number="K-1")
    in_force(verbs.archive, registry["own-fields"], [defined.pk], SETIA)
    assert "own_card_number" not in registry["people"].fields
    change(bo, about="Changed meanwhile")
    with pytest.raises(Invalid):
        change(bo, own_card_number="K-2")
    in_force(verbs.restore, registry["own-fields"], [defined.pk], SETIA)
    assert value_of(bo, "own_card_number") == "K-1"


def test_what_others_changed_meanwhile_stands_beside_what_i_changed() -> None:
    define("text")
    define("whole")
    bo = make("people", first_name="Bo", own_card_number="K-1", own_loyalty_points="1")
    change(bo, own_loyalty_points="2")
    mine = {"own_card_number": "K-2", "own_loyalty_points": "1"}
    verbs.change(registry["people"], [bo.pk], mine, SETIA, version=1)
    assert (value_of(bo, "own_card_number"), value_of(bo, "own_loyalty_points")) == ("K-2", 2)
