"""One record: made, edited by two at once, edited in place, acted on, told of, undone, and hidden from others."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from setia.foundation.ledger import Entry
from tests.acting import change, do, facts, make
from tests.browsing import browser_of, words
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def signed_in(cast: Cast, name: str = "ada") -> Client:
    return browser_of(getattr(cast, name))


def told(response: Any) -> dict[str, Any]:
    return dict(json.loads(response["HX-Trigger"])["toast"])


def company(cast: Cast, name: str = "Bo's Bakery", owner: str = "ada", **values: Any) -> Any:
    return make("companies", name=name, owner=getattr(cast, owner).pk, **values)


def limit(cast: Cast, field: str, mode: str) -> None:
    """Cleo may change companies, except this field."""
    role = cast.cleo.roles.get()
    role.grants = {
        **role.grants, "parties.party": {"sight": "all", "verbs": ["change"], "fields": {field: mode}},
    }  # fmt: skip
    role.save(update_fields=["grants"])


# Making and editing


def test_a_form_with_a_mistake_keeps_what_was_typed_and_makes_nothing(cast: Cast) -> None:
    client = signed_in(cast)
    typed = {"name": "Toko Roti & Co", "email": "no address", "employees": "many", "about": "<b>Nice</b>"}
    answer = client.post("/companies/new", typed)
    page = words(answer, 422)
    for text in ("Toko Roti & Co", "no address", "many", "<b>Nice</b>"):
        assert text in page
    assert "<b>Nice</b>" not in answer.content.decode()
    assert not Entry.objects.filter(kind="party.created").exists()
    made = client.post("/companies/new", {**typed, "email": "roti@setia.example", "employees": "12"})
    assert made.status_code == 302
    page = words(client.get(made["Location"]))
    assert "Toko Roti & Co" in page
    assert "roti@setia.example" in page


def test_the_form_begins_with_what_the_address_suggests_and_oneself_as_owner(cast: Cast) -> None:
    bakery = company(cast)
    page = words(signed_in(cast).get("/opportunities/new", {"party": bakery.pk}))
    assert "Bo's Bakery" in page
    assert "Ada Seller" in page


def test_editing_changes_what_was_typed_and_nothing_else(cast: Cast) -> None:
    bakery = company(cast, city="Lyon")
    client = signed_in(cast)
    assert "Lyon" in words(client.get(f"/companies/{bakery.pk}/edit"))
    answer = client.post(f"/companies/{bakery.pk}/edit", {"sector": "retail", "version": bakery.version})
    assert answer.status_code == 302
    bakery.refresh_from_db()
    assert (bakery.name, bakery.sector, bakery.city) == ("Bo's Bakery", "retail", "Lyon")
    page = words(client.post(f"/companies/{bakery.pk}/edit", {"name": "", "sector": "services"}), 422)
    assert 'value="services" selected' in page
    bakery.refresh_from_db()
    assert (bakery.name, bakery.sector) == ("Bo's Bakery", "retail")


# Two people at once


def both_changed(cast: Cast) -> tuple[Client, Any, dict[str, Any], str]:
    """Dev changes the city while Ada, who read the version before, types another one and a sector."""
    bakery = company(cast, city="Lyon")
    typed = {"name": bakery.name, "city": "Paris", "sector": "retail", "version": bakery.version}
    change(bakery, cast.acting("dev"), city="Jakarta", about="Moved")
    client = signed_in(cast)
    page = words(client.post(f"/companies/{bakery.pk}/edit", typed), 409)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client, bakery, {name: hidden[name] for name in hidden if name != "csrfmiddlewaretoken"}, page


def test_a_conflict_shows_before_theirs_and_mine_and_who_it_was(cast: Cast) -> None:
    _client, bakery, hidden, page = both_changed(cast)
    for text in ("Lyon", "Jakarta", "Paris", "Dev Manager"):
        assert text in page
    assert "keep_sector" not in page
    assert hidden["sector"] == "retail"
    bakery.refresh_from_db()
    assert (bakery.city, bakery.sector) == ("Jakarta", "")


@pytest.mark.parametrize(("kept", "city"), [("mine", "Paris"), ("theirs", "Jakarta")])
def test_a_conflict_is_settled_field_by_field_and_keeps_the_rest(cast: Cast, kept: str, city: str) -> None:
    client, bakery, hidden, _page = both_changed(cast)
    answer = client.post(f"/companies/{bakery.pk}/edit", {**hidden, "keep_city": kept})
    assert answer.status_code == 302
    bakery.refresh_from_db()
    assert (bakery.city, bakery.sector, bakery.about) == (city, "retail", "Moved")


def test_two_people_who_change_different_fields_do_not_disturb_each_other(cast: Cast) -> None:
    bakery = company(cast, city="Lyon", sector="retail")
    version = bakery.version
    change(bakery, cast.acting("dev"), city="Jakarta")
    typed = {"name": bakery.name, "city": "Lyon", "sector": "services", "version": version}
    assert signed_in(cast).post(f"/companies/{bakery.pk}/edit", typed).status_code == 302
    bakery.refresh_from_db()
    assert (bakery.city, bakery.sector) == ("Jakarta", "services")


# In place


def test_a_cell_is_edited_where_it_stands(cast: Cast) -> None:
    bakery = company(cast, city="Lyon")
    client, address = signed_in(cast), f"/companies/{bakery.pk}/cell/city"
    assert 'value="Lyon"' in words(client.get(address, headers=HX))
    assert client.get(address)["Location"] == f"/companies/{bakery.pk}/edit#f-city"
    answer = client.post(address, {"city": "Paris & more", "version": bakery.version}, headers=HX)
    assert "Paris & more" in words(answer)
    assert told(answer)["undo"].startswith("/undo/")
    change(bakery, cast.acting("dev"), city="Jakarta")
    page = words(client.post(address, {"city": "Oslo", "version": 1}, headers=HX), 422)
    assert 'value="Oslo"' in page
    assert "Jakarta" in page


def test_a_cell_that_is_refused_keeps_the_text_and_says_why(cast: Cast) -> None:
    bakery = company(cast, employees=4)
    page = words(signed_in(cast).post(f"/companies/{bakery.pk}/cell/employees", {"employees": "lots"}, headers=HX), 422)
    assert 'value="lots"' in page
    assert 'role="alert"' in page or "aria-invalid" in page
    bakery.refresh_from_db()
    assert bakery.employees == 4


def test_a_cell_sent_without_scripts_lands_on_a_whole_page(cast: Cast) -> None:
    bakery = company(cast, employees=4)
    client, address = signed_in(cast), f"/companies/{bakery.pk}/cell/employees"
    page = words(client.post(address, {"employees": "lots"}), 422)
    assert 'value="lots"' in page
    assert "</html>" in page
    answer = client.post(address, {"employees": "5", "version": bakery.version})
    assert (answer.status_code, answer["Location"]) == (302, f"/companies/{bakery.pk}/")
    assert "Saved." in words(client.get(answer["Location"]))


@pytest.mark.parametrize("mode", ["read", "hidden"])
def test_a_field_one_may_not_change_cannot_be_changed_in_place(cast: Cast, mode: str) -> None:
    bakery = company(cast, city="Lyon")
    limit(cast, "city", mode)
    client = signed_in(cast, "cleo")
    for name in ("city", "updated_at", "nothing"):
        address = f"/companies/{bakery.pk}/cell/{name}"
        assert client.get(address, headers=HX).status_code == 403
        assert client.post(address, {name: "Paris"}, headers=HX).status_code == 403
    typed = {"name": "Bo's", "city": "Paris", "version": bakery.version}
    assert client.post(f"/companies/{bakery.pk}/edit", typed).status_code == 400
    bakery.refresh_from_db()
    assert (bakery.name, bakery.city) == ("Bo's Bakery", "Lyon")


# Verbs


def test_a_verb_asks_what_it_must_know_then_does_it_plain_and_as_a_dialog(cast: Cast) -> None:
    first, second = (make("opportunities", name=name, owner=cast.ada.pk) for name in ("One", "Two"))
    client = signed_in(cast)
    assert "<html" in words(client.get(f"/opportunities/{first.pk}/do/lose"))
    assert "<html" not in words(client.get(f"/opportunities/{first.pk}/do/lose", headers=HX))
    refused = client.post(f"/opportunities/{first.pk}/do/lose", {"reason": "", "on": "2026-01-02"}, headers=HX)
    assert 'value="2026-01-02"' in words(refused, 422)
    plain = client.post(f"/opportunities/{first.pk}/do/lose", {"reason": "Price"})
    assert (plain.status_code, plain["Location"]) == (302, f"/opportunities/{first.pk}/")
    done = client.post(f"/opportunities/{second.pk}/do/lose", {"reason": "Price"}, headers=HX)
    assert (done.status_code, told(done)["text"]) == (204, "Lose: done.")
    for record in (first, second):
        record.refresh_from_db()
        assert (record.status, record.lost_reason) == ("lost", "Price")
    assert "lost already" in words(client.post(f"/opportunities/{first.pk}/do/lose", {"reason": "Again"}), 409)
    words(client.get(f"/opportunities/{first.pk}/do/dance"), 404)
    words(client.get(f"/opportunities/{first.pk}/do/archive"))


def test_a_note_of_the_composer_stands_in_the_story(cast: Cast) -> None:
    bakery = company(cast)
    client = signed_in(cast)
    assert f"/companies/{bakery.pk}/do/note" in words(client.get(f"/companies/{bakery.pk}/"))
    note = {"text": "Called <b>about</b> croissants", "kind": "call"}
    assert client.post(f"/companies/{bakery.pk}/do/note", note, headers=HX).status_code == 204
    answer = client.get(f"/companies/{bakery.pk}/")
    assert note["text"] in words(answer)
    assert "<b>about</b>" not in answer.content.decode()
    assert "Ada Seller" in words(answer)


def test_a_long_history_is_read_page_by_page_and_every_entry_once(cast: Cast) -> None:
    bakery = company(cast)
    for number in range(70):
        do("note", bakery, cast.acting("ada"), text=f"Entry number {number:03}.")
    client, met = signed_in(cast), []
    address = f"/companies/{bakery.pk}/"
    while address:
        page = words(client.get(address))
        met += re.findall(r"Entry number (\d+)\.", page)
        further = re.findall(rf'(?:href|hx-get)="(/companies/{bakery.pk}/history\?before=[^"]+)"', page)
        address = further[0] if further else ""
    assert met == [f"{number:03}" for number in reversed(range(70))]


# Undo


def last_act() -> int:
    return int(Entry.objects.order_by("-id").values_list("act", flat=True)[0])


def test_undo_is_for_whoever_did_it_or_an_administrator_and_only_once(cast: Cast) -> None:
    bakery = company(cast, city="Lyon")
    change(bakery, cast.acting("ada"), city="Paris")
    act = last_act()
    assert signed_in(cast, "dev").post(f"/undo/{act}").status_code == 403
    assert signed_in(cast, "cleo").post(f"/undo/{act}", headers=HX).status_code == 403
    assert signed_in(cast).get(f"/undo/{act}").status_code == 405
    done = signed_in(cast).post(f"/undo/{act}", headers=HX)
    assert (done.status_code, told(done)["text"]) == (204, "Undone.")
    bakery.refresh_from_db()
    assert bakery.city == "Lyon"
    assert signed_in(cast).post(f"/undo/{act}", headers=HX).status_code == 409
    change(bakery, cast.acting("ada"), city="Oslo")
    assert signed_in(cast, "root").post(f"/undo/{last_act()}").status_code == 302
    bakery.refresh_from_db()
    assert bakery.city == "Lyon"


def test_undo_keeps_what_was_changed_after(cast: Cast) -> None:
    bakery = company(cast, city="Lyon", sector="retail")
    change(bakery, cast.acting("ada"), city="Paris", sector="services")
    act = last_act()
    change(bakery, cast.acting("dev"), city="Jakarta")
    assert signed_in(cast).post(f"/undo/{act}", headers=HX).status_code == 204
    bakery.refresh_from_db()
    assert (bakery.city, bakery.sector) == ("Jakarta", "retail")


# Other people's records


def test_a_record_of_somebody_else_is_nowhere(cast: Cast) -> None:
    theirs = make("opportunities", name="Secret deal", owner=cast.gil.pk)
    change(theirs, cast.acting("gil"), name="Secret plan")
    before, ada = facts(theirs), signed_in(cast)
    base = f"/opportunities/{theirs.pk}"
    for address in ("/", "/edit", "/cell/name", "/do/win", "/do/archive", "/history"):
        assert "Secret" not in words(ada.get(base + address, headers=HX), 404), address
    for address, sent in (
        ("/edit", {"name": "x"}), ("/cell/name", {"name": "x"}), ("/do/win", {}), ("/do/archive", {}),
    ):  # fmt: skip
        assert ada.post(base + address, sent, headers=HX).status_code == 404, address
    assert ada.post(f"/undo/{last_act()}", headers=HX).status_code in (403, 404)
    assert ada.post("/opportunities/do/win", {"ids": theirs.pk, "confirmed": "1"}, headers=HX).status_code == 404
    assert "Secret" not in words(ada.get("/opportunities/"))
    assert facts(theirs) == before


def test_relations_are_drawn_and_listed(cast: Cast) -> None:
    bakery, mill = company(cast), make("companies", name="Mill & <Sons>")
    make("relations", party=mill.pk, other=bakery.pk, kind="supplies")
    client = signed_in(cast, "root")
    answer = client.get(f"/companies/{bakery.pk}/network")
    page = answer.content.decode()
    assert page.count('r="9"/>') == 2
    assert "Mill &amp; &lt;Sons&gt;" in page
    assert len(re.findall(r"(?<![/])\bsupplies\b(?!/)", page)) == 2
    assert client.get("/orders/1/network").status_code == 404
    assert "Mill" not in signed_in(cast, "ada").get(f"/companies/{bakery.pk}/network").content.decode()


def test_what_follows_from_other_records_is_shown_as_what_it_is(cast: Cast) -> None:
    """A company as a link, money as money: not the number that stands in the database, and not nothing."""
    client, firm = signed_in(cast), company(cast)
    bo = make("people", name="Bo Andersen", owner=cast.ada.pk, employer=firm.pk)
    assert f'href="/parties/{firm.pk}/"' in client.get(f"/people/{bo.pk}/").content.decode()
    order = make("orders", party=firm.pk, owner=cast.ada.pk, total="24", currency="EUR")
    do("record_payment", order, cast.acting("ada"), amount="24", method="card")
    assert "€24.00" in words(client.get("/orders/?columns=name,paid"))
