"""Duplicates on pages, in forms and in the API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from setia.domains.duplicates.deciding.operations import pair_of
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.parties.model import Party
from setia.foundation.staff.rights import new_token
from setia.kit import exchange, searching
from setia.kit.resources import registry
from tests.acting import SETIA, do, make
from tests.browsing import browser_of
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser_of(cast.root)


@pytest.fixture
def both() -> tuple[Party, Party]:
    bo = make("people", first_name="Robert", last_name="Andersen", email="robert@firm.example", city="Lyon")
    return bo, make("people", first_name="Bob", last_name="Andersen", phone="+33 1 42 68 53 00", city="Nice")


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_page_of_a_pair_shows_both_side_by_side_and_merges_what_was_chosen(root: Client, both: Any) -> None:
    bo, bob = both
    pair = pair_of(bo, bob, SETIA)
    page = text(root.get(f"/duplicates/{pair.pk}/"))
    assert "robert@firm.example" in page
    assert 'name="from_city"' in page
    answer = root.post(
        f"/duplicates/{pair.pk}/beside", {"stays": "first", "from_city": "second", "from_name": "first", "version": 1}
    )
    assert answer.status_code == 302
    bo.refresh_from_db()
    assert (bo.city, bo.name, bo.phone) == ("Nice", "Robert Andersen", "+33142685300")
    after = text(root.get(f"/duplicates/{pair.pk}/"))
    assert "Unmerge" in after
    assert 'name="from_city"' not in after


def test_the_old_address_leads_to_the_party_that_stays(root: Client, both: Any) -> None:
    bo, bob = both
    do("merge", bo, other=bob.pk)
    answer = root.get(f"/people/{bob.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{bo.pk}/")
    do("unmerge", Pair.objects.get())
    assert root.get(f"/people/{bob.pk}/").status_code == 200


def test_the_page_tells_the_stories_of_both(root: Client, both: Any) -> None:
    bo, bob = both
    do("note", bob, text="Wants dates for the feast")
    do("merge", bo, other=bob.pk)
    assert "Wants dates for the feast" in text(root.get(f"/people/{bo.pk}/"))


def test_a_merged_party_is_not_restored_but_unmerged(root: Client, both: Any) -> None:
    bo, bob = both
    do("merge", bo, other=bob.pk)
    answer = root.post(f"/people/{bob.pk}/do/restore", {})
    assert "Unmerge the two instead" in text(answer)


def test_whoever_is_being_typed_in_is_compared_with_those_known(root: Client, both: Any) -> None:
    answer = text(root.post("/people/alike", {"first_name": "Rober", "last_name": "Andersen", "city": "Lyon"}))
    assert "Robert Andersen" in answer
    assert "Same last name" in answer or "same last name" in answer
    assert text(root.post("/people/alike", {"first_name": "Zoe", "last_name": "Quist"})).strip() == ""
    assert root.post("/people/alike", {"shoe": "42"}).status_code == 400


def test_nobody_learns_of_those_they_may_not_see(cast: Cast, both: Any) -> None:
    ada, eve = browser_of(cast.ada), browser_of(cast.eve)
    typed = {"first_name": "Robert", "last_name": "Andersen", "email": "robert@firm.example"}
    assert text(ada.post("/people/alike", typed)).strip() == ""
    assert eve.post("/people/alike", typed).status_code == 403


def test_programs_ask_for_possible_duplicates_before_they_create(cast: Cast, both: Any) -> None:
    secret = new_token(cast.root, "test", ["*"], NOW)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    body = {"first_name": "Robert", "last_name": "Anderssen", "city": "Lyon"}
    answer = Client().post("/api/v1/people/possible-duplicates", body, content_type="application/json", **headers)
    found = answer.json()["data"]
    assert [one["id"] for one in found] == [both[0].pk]
    assert found[0]["evidence"]
    empty = Client().post("/api/v1/orders/possible-duplicates", {}, content_type="application/json", **headers)
    assert empty.status_code == 404
    bo, bob = both
    do("merge", bo, other=bob.pk)
    moved = Client().get(f"/api/v1/people/{bob.pk}", **headers)
    assert (moved.status_code, moved["Location"]) == (307, f"/api/v1/people/{bo.pk}")


def found(words: str) -> list[int]:
    people = registry["people"]
    among = people.chosen(SETIA.access)
    return [hit.record_id for hit in searching.find(people, words, 5, among, SETIA.access)]


def test_who_stays_is_found_by_what_the_other_was_called_and_reached_by(both: Any) -> None:
    bo, bob = both
    do("merge", bo, other=bob.pk)
    assert found("Bob") == found("+33142685300") == [bo.pk]
    do("unmerge", Pair.objects.get())
    assert found("Bob") == found("+33142685300") == [bob.pk]


def test_the_check_of_an_import_says_how_many_may_be_known_already(both: Any, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("First name,Last name,City\nRobrt,Andersen,Lyon\nZoe,Quist,Ulm\n")
    run = exchange.receive_file(file, SETIA, resource="people")
    notices = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), SETIA).notices
    assert any("1 of the first 2 new rows" in words for words in notices)
