"""Lists: conditions in words, saved views, columns, order, the board, many rows at once, export, archive."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from setia.domains.sales.stages.model import Stage
from setia.foundation.ledger import Entry
from setia.kit.saved_views import SavedView
from tests.acting import change, make
from tests.browsing import browser_of, words
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true", "HX-Target": "list"}
DIALOG = {"HX-Request": "true", "HX-Target": "dialog"}
DEALS = "/opportunities/"


def signed_in(cast: Cast, name: str = "root") -> Client:
    return browser_of(getattr(cast, name))


def chips(page: str) -> list[str]:
    """The conditions as a person reads them."""
    found = re.findall(r'<span class="chip">.*?<b>(.*?)</b><i>(.*?)</i>(?:<span class="value">(.*?)</span>)?', page)
    return [" ".join(part for part in chip if part) for chip in found]


def rows(page: str, *names: str) -> list[str]:
    """Those of the names that stand in the list, in its order."""
    found = {name: page.find(f">{name}<") for name in names}
    return sorted((name for name, at in found.items() if at >= 0), key=lambda name: found[name])


def where_of(response: Any) -> str:
    found = re.search(r"where=([^&]*)", response.get("HX-Push-Url", ""))
    return found[1] if found else ""


def deal(name: str, cast: Cast, owner: str = "ada", **values: Any) -> Any:
    return make("opportunities", name=name, owner=getattr(cast, owner).pk, **values)


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def told(response: Any) -> str:
    return str(json.loads(response["HX-Trigger"])["toast"]["text"])


# Conditions


def test_a_condition_of_the_form_is_added_joined_replaced_and_removed(cast: Cast) -> None:
    client = signed_in(cast)
    for name, amount in (("Small", "100"), ("Middle", "5000"), ("Large", "90000")):
        deal(name, cast, amount=amount)
    first = client.get(DEALS, {"field": "amount", "operator": ">=", "value": "1000"}, headers=FRAGMENT)
    page = words(first)
    assert rows(page, "Small", "Middle", "Large") == ["Large", "Middle"]
    assert chips(page) == ["Value at least 1000"]

    second = client.get(
        f"{DEALS}?where={where_of(first)}", {}, headers=FRAGMENT,
        query_params={"where": 'amount >= 1000', "field": "name", "operator": "contains", "value": "Mid"},
    )  # fmt: skip
    page = words(second)
    assert chips(page) == ["Value at least 1000", "Name contains Mid"]
    assert rows(page, "Small", "Middle", "Large") == ["Middle"]

    both = 'amount >= 1000 and name contains "Mid"'
    third = client.get(DEALS, {"where": both, "at": "1", "field": "name", "operator": "contains", "value": "Lar"})
    page = words(third)
    assert chips(page) == ["Value at least 1000", "Name contains Lar"]
    assert rows(page, "Small", "Middle", "Large") == ["Large"]

    removing = re.findall(r'<a href="([^"]*)"[^>]*aria-label="Remove condition Value"', page)
    page = words(client.get(removing[0]))
    assert chips(page) == ["Name contains Lar"]
    joining = re.findall(r'<a class="joiner" href="([^"]*)"', words(third))
    page = words(client.get(joining[0]))
    assert rows(page, "Small", "Middle", "Large") == ["Large", "Middle"]
    assert 'class="joiner"' in page
    assert ">or</a>" in page


def test_conditions_are_told_in_the_words_of_the_reader(cast: Cast) -> None:
    client = signed_in(cast)
    acme = make("companies", name="Acme & Sons")
    condition = f'party = {acme.pk} and owner = me and status in ("open", "won") and reference is empty'
    page = words(client.get(DEALS, {"where": condition}))
    assert chips(page) == [
        "Customer is Acme & Sons", "Owner is me", "Status is one of Open, Won", "Number is empty",
    ]  # fmt: skip


def test_between_takes_two_values_and_no_value_means_empty(cast: Cast) -> None:
    client = signed_in(cast)
    deal("Small", cast, amount="100")
    deal("Large", cast, amount="90000")
    asked = {"field": "amount", "operator": "between", "value": "50", "until": "200"}
    assert rows(words(client.get(DEALS, asked)), "Small", "Large") == ["Small"]
    words(client.get(DEALS, {"field": "amount", "operator": "between", "value": "50"}), 400)
    assert chips(words(client.get(DEALS, {"field": "reference", "operator": "=", "value": ""}))) == ["Number is empty"]


def test_the_filter_form_asks_for_what_the_field_knows(cast: Cast) -> None:
    client = signed_in(cast)
    page = words(client.get("/opportunities/filter", {"field": "status", "operator": "in"}, headers=DIALOG))
    assert 'type="checkbox"' in page
    assert "Won" in page
    page = words(client.get("/opportunities/filter", {"where": 'name contains "Mid"', "at": "0"}, headers=DIALOG))
    assert 'value="Mid"' in page
    words(client.get("/opportunities/filter", {"field": "nothing"}), 404)


# Views, columns, order


def saved(client: Client, name: str, query: str = "", **more: str) -> SavedView:
    response = client.post(f"/opportunities/views?{query}", {"name": name, **more})
    assert response.status_code == 302
    return SavedView.objects.get(name=name)


def test_a_saved_view_keeps_condition_columns_and_order_and_is_its_owners_own(cast: Cast) -> None:
    ada, gil = signed_in(cast, "ada"), signed_in(cast, "gil")
    deal("Small", cast, amount="100")
    deal("Large", cast, amount="90000")
    view = saved(ada, "My big ones", "where=amount+%3E+1000&columns=name,amount&sort=-amount")
    page = words(ada.get(DEALS, {"view": view.pk}))
    assert rows(page, "Small", "Large") == ["Large"]
    assert "My big ones" in page
    assert "My big ones" not in words(gil.get(DEALS))
    for answer in (gil.get(DEALS, {"view": view.pk}), gil.get(f"/opportunities/views/{view.pk}")):
        words(answer, 404)
    loosened = re.findall(r'<a href="([^"]*)"[^>]*aria-label="Remove condition Value"', page)
    assert rows(words(ada.get(loosened[0])), "Small", "Large") == ["Large", "Small"]


def test_a_shared_view_is_seen_by_everybody_and_changed_by_its_owner_or_an_administrator(cast: Cast) -> None:
    ada, gil, root = signed_in(cast, "ada"), signed_in(cast, "gil"), signed_in(cast)
    view = saved(ada, "Ours", is_shared="on")
    assert "Ours" in words(gil.get(DEALS))
    address = reverse("change_view", args=["opportunities", view.pk])
    for tried in ({"name": "Mine now"}, {"remove": "1"}):
        words(gil.post(address, tried), 403)
    view.refresh_from_db()
    assert (view.name, view.archived_at) == ("Ours", None)
    assert root.post(address, {"name": "Theirs", "is_shared": "on"}).status_code == 302
    assert "Theirs" in words(gil.get(DEALS))
    gone = ada.post(address, {"remove": "1"}, headers=DIALOG)
    assert (gone.status_code, gone["HX-Redirect"]) == (204, DEALS)
    words(ada.get(DEALS, {"view": view.pk}), 404)
    assert f"view={view.pk}" not in words(gil.get(DEALS))


def test_a_view_needs_a_name_and_a_condition_that_can_be_kept(cast: Cast) -> None:
    client = signed_in(cast)
    assert "Give the view a name" in words(client.post("/opportunities/views", {"name": " "}), 422)
    words(client.post("/opportunities/views?where=nothing+%3D+1", {"name": "Bad"}), 400)
    long = " or ".join(f'name contains "{number:0>60}"' for number in range(70))
    answer = client.post("/opportunities/views?" + f"where={long}", {"name": "Long"})
    assert 400 <= answer.status_code < 500
    assert not SavedView.objects.exists()


def test_chosen_columns_are_shown_in_their_order_and_the_list_sorts_by_them(cast: Cast) -> None:
    client = signed_in(cast)
    for name, amount in (("Alder", "300"), ("Birch", "100"), ("Cedar", "200")):
        deal(name, cast, amount=amount)
    page = words(client.get(DEALS, {"columns": ["name", "reference", "amount"], "sort": "amount"}))
    assert rows(page, "Alder", "Birch", "Cedar") == ["Birch", "Cedar", "Alder"]
    head = re.sub(r"<[^>]+>", " ", page.split("<thead", 1)[1].split("</thead>", 1)[0])
    assert re.findall("Name|Number|Value|Stage|Owner", head) == ["Name", "Number", "Value"]
    assert rows(words(client.get(DEALS, {"sort": "-name"})), "Alder", "Cedar") == ["Cedar", "Alder"]
    for wrong in ({"columns": "name,secret"}, {"sort": "next_step"}, {"colour": "red"}):
        words(client.get(DEALS, wrong), 400)


def test_what_fits_a_search_best_comes_first(cast: Cast) -> None:
    client = signed_in(cast)
    for name in ("Zenith Bakery", "Bakery", "The Old Bakery House"):
        make("companies", name=name)
    make("companies", name="Unrelated")
    page = words(client.get("/companies/", {"q": "bakery"}))
    found = rows(page, "Zenith Bakery", "Bakery", "The Old Bakery House", "Unrelated")
    assert found[0] == "Bakery"
    assert set(found) == {"Zenith Bakery", "Bakery", "The Old Bakery House"}
    assert rows(words(client.get("/companies/", {"q": "bakrey"})), "Bakery") == ["Bakery"]
    assert "Nothing matches" in words(client.get("/companies/", {"q": "xyzzyq"}))


def test_a_fragment_is_the_list_alone_and_a_stranger_gets_no_page_in_its_place(cast: Cast) -> None:
    client = signed_in(cast)
    assert "<html" in words(client.get(DEALS))
    assert "<html" not in words(client.get(DEALS, headers=FRAGMENT))
    assert "<html" not in words(client.get("/opportunities/board", headers=FRAGMENT))
    assert Client().get(DEALS, headers=FRAGMENT).status_code == 401
    away = Client().get(DEALS)
    assert (away.status_code, away["Location"]) == (302, "/account/login/?next=/opportunities/")


def test_the_archive_is_a_list_of_its_own_from_which_records_come_back(cast: Cast) -> None:
    client = signed_in(cast)
    kept, gone = deal("Kept", cast), deal("Gone", cast)
    answer = client.post("/opportunities/do/archive", {"ids": gone.pk, "confirmed": "1"}, headers=DIALOG)
    assert (answer.status_code, told(answer)) == (204, "1 record changed.")
    assert rows(words(client.get(DEALS)), "Kept", "Gone") == ["Kept"]
    archive = words(client.get(DEALS, {"archived": "1"}))
    assert rows(archive, "Kept", "Gone") == ["Gone"]
    assert "/opportunities/do/restore" in archive
    assert "/opportunities/do/win" not in archive
    assert "archived" in words(client.post("/opportunities/do/win", {"ids": gone.pk, "confirmed": "1"}), 409)
    client.post("/opportunities/do/restore", {"ids": gone.pk, "confirmed": "1"}, headers=DIALOG)
    assert set(rows(words(client.get(DEALS)), "Kept", "Gone")) == {"Kept", "Gone"}
    change(kept, name="Renamed")
    assert Entry.objects.filter(record_id=gone.pk, kind="opportunity.restored").exists()
