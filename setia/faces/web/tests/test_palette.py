"""The palette finds records, goes to pages, and runs any verb."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from setia.foundation.staff.models import Role, Staff
from setia.kit import verbs
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def offered(person: Staff, text: str = "", **given: Any) -> list[tuple[str, str]]:
    """What the palette offers: label and address of every row."""
    client = Client()
    client.force_login(person)
    headers = {"HX-Request": "true", **given.pop("headers", {})}
    response = client.get("/palette", {"q": text, **given}, headers=headers)
    assert response.status_code == 200
    page = response.content.decode()
    rows = re.findall(r'<a class="option"[^>]*href="([^"]+)".*?<span>(.*?)</span>', page, re.DOTALL)
    return [(label, address) for address, label in rows]


def labels(person: Staff, text: str = "", **given: Any) -> list[str]:
    return [label for label, _address in offered(person, text, **given)]


def company(name: str, cast: Cast, owner: str = "ada") -> int:
    return verbs.create(registry["companies"], {"name": name}, cast.acting(owner)).ids[0]


def deal(name: str, cast: Cast, owner: str = "ada") -> int:
    return verbs.create(registry["opportunities"], {"name": name}, cast.acting(owner)).ids[0]


def test_records_are_found_also_misspelt(cast: Cast) -> None:
    pk = company("Kinnamplus", cast)
    assert ("Kinnamplus", f"/companies/{pk}/") in offered(cast.ada, "kinnam")
    assert "Kinnamplus" in labels(cast.ada, "kinamplus")


def test_records_of_others_are_not_found(cast: Cast) -> None:
    company("Kinnamplus", cast, "gil")
    assert labels(cast.ada, "kinnam") == []
    assert labels(cast.eve, "kinnam") == []


def test_every_list_one_may_see_is_a_page_to_go_to(cast: Cast) -> None:
    assert ("Opportunities", "/opportunities/") in offered(cast.ada, "oppo")
    assert ("Opportunities as a board", "/opportunities/board") in offered(cast.ada, "board")
    assert "Opportunities" not in labels(cast.eve, "oppo")
    assert "Roles" in labels(cast.root, "role")
    assert "Roles" not in labels(cast.ada, "role")


def test_what_one_may_make_is_offered(cast: Cast) -> None:
    assert ("New: Opportunity", "/opportunities/new") in offered(cast.ada, "new opp")
    assert labels(cast.cleo, "new opp") == []


def test_on_a_record_its_verbs_come_first(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    rows = labels(cast.ada, on=f"sales.opportunity:{pk}")
    assert rows[0] == "Move to a stage"
    assert {"Win", "Lose", "Assign", "Edit", "Archive"} <= set(rows)
    assert labels(cast.ada, "wi", on=f"sales.opportunity:{pk}")[0] == "Win"


def test_without_a_mark_the_address_of_the_page_says_which_record_it_is(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    headers = {"Referer": f"http://testserver/opportunities/{pk}/?x=1"}
    assert "Win" in labels(cast.ada, headers=headers)
    assert "Win" not in labels(cast.ada)


def test_verbs_that_make_no_sense_now_are_left_out(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    perform(find_operation(registry["opportunities"], "win"), [pk], {}, cast.acting("ada"))
    rows = labels(cast.ada, on=f"opportunities:{pk}")
    assert "Win" not in rows
    assert "Reopen" in rows


def test_verbs_that_one_may_not_use_are_left_out(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    rows = labels(cast.cleo, on=f"opportunities:{pk}")
    assert not {"Win", "Edit", "Archive"} & set(rows)


def test_a_record_one_may_not_see_has_no_verbs(cast: Cast) -> None:
    pk = deal("Pilot", cast, "gil")
    assert "Win" not in labels(cast.ada, on=f"opportunities:{pk}")


def test_a_verb_followed_by_its_record_is_run_from_anywhere(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    deal("Renewal", cast)
    assert offered(cast.ada, "win pilot")[0] == ("Win: Pilot", f"/opportunities/{pk}/do/win")
    assert "Win: Renewal" not in labels(cast.ada, "win pilot")


def test_a_verb_alone_offers_the_records_it_makes_sense_for(cast: Cast) -> None:
    deal("Pilot", cast)
    pk = deal("Renewal", cast)
    perform(find_operation(registry["opportunities"], "win"), [pk], {}, cast.acting("ada"))
    rows = labels(cast.ada, "lose")
    assert {"Lose: Pilot", "Lose: Renewal"} <= set(rows)
    assert "Win: Renewal" not in labels(cast.ada, "win")


def test_an_archived_record_can_only_be_restored(cast: Cast) -> None:
    pk = deal("Pilot", cast)
    verbs.archive(registry["opportunities"], [pk], cast.acting("ada"))
    rows = labels(cast.ada, on=f"opportunities:{pk}")
    assert "Restore" in rows
    assert not {"Win", "Edit", "Archive"} & set(rows)


def test_a_role_leads_to_its_rights(cast: Cast) -> None:
    pk = Role.objects.order_by("id").values_list("id", flat=True)[0]
    assert ("Rights", f"/settings/roles/{pk}") in offered(cast.root, on=f"roles:{pk}")


@pytest.mark.parametrize("on", ["nothing:1", "opportunities:x", "opportunities:999999999999999999999", ":", "7"])
def test_a_mark_that_means_nothing_does_no_harm(cast: Cast, on: str) -> None:
    assert "Today" in labels(cast.ada, on=on)


def test_an_answer_takes_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    pk = 0
    for number in range(20):
        company(f"Acme {number}", cast)
        pk = deal(f"Acme deal {number}", cast)
    client = Client()
    client.force_login(cast.ada)
    with django_assert_max_num_queries(40):
        client.get("/palette", {"q": "acme", "on": f"opportunities:{pk}"})
    with django_assert_max_num_queries(45):
        client.get("/palette", {"q": "win acme deal"})
