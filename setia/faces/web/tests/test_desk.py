"""One's own desk: start page, suggestions, search, language and profile."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff
from setia.kit import slots, verbs
from setia.kit.checks import judge_declarations
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.browsing import browser_of
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
NOUNS = ["parties.party", "sales.opportunity", "sales.order"]


MINE = slots.Today(
    "Mine", "opportunities", 'owner = me and status = "open"', "amount", ("name", "amount"), "expected_on"
)
EVERYBODYS = slots.Today("Everybody's", "opportunities", 'status = "open"', "amount", ("name",), "-amount", wide=True)


@pytest.fixture
def cast() -> Cast:
    return assemble(NOUNS)


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start page of two cards, whatever the domains say."""
    monkeypatch.setattr(slots, "_today", [MINE, EVERYBODYS])


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def company(name: str, cast: Cast, owner: str = "ada") -> int:
    return verbs.create(registry["companies"], {"name": name}, cast.acting(owner)).ids[0]


def deal(name: str, cast: Cast, owner: str = "ada", **values: str) -> int:
    values = {"name": name, "amount": "1200", **values}
    return verbs.create(registry["opportunities"], values, cast.acting(owner)).ids[0]


# The start page


def test_a_new_installation_says_what_to_do_first(cast: Cast) -> None:
    page = text_of(browser_of(cast.root).get("/"))
    assert "What to do first" in page
    assert reverse("create", args=["staff"]) in page
    assert reverse("create", args=["people"]) in page


def test_somebody_who_may_nothing_still_has_a_start_page(cast: Cast) -> None:
    page = text_of(browser_of(cast.eve).get("/"))
    assert "Eve" in page
    assert "/staff/new" not in page


@pytest.mark.usefixtures("cards")
def test_the_start_page_shows_what_is_mine_and_open_and_not_what_is_others(cast: Cast) -> None:
    deal("Ada's deal", cast)
    deal("Gil's deal", cast, "gil", amount="777")
    page = text_of(browser_of(cast.ada).get("/"))
    assert "Ada&#39;s deal" in page
    assert "$1,200" in page
    assert "Gil&#39;s deal" not in page
    assert "777" not in page


@pytest.mark.usefixtures("cards")
def test_a_manager_also_sees_what_the_team_pursues(cast: Cast) -> None:
    deal("Ada's deal", cast)
    deal("Gil's deal", cast, "gil")
    page = text_of(browser_of(cast.dev).get("/"))
    assert "Everybody&#39;s" in page
    assert "Ada&#39;s deal" in page
    assert "Gil&#39;s deal" not in page
    assert "Everybody&#39;s" not in text_of(browser_of(cast.ada).get("/"))


def test_the_cards_of_the_domains_can_be_shown_to_everybody(cast: Cast) -> None:
    deal("Ada's deal", cast)
    for person in (cast.ada, cast.dev, cast.cleo, cast.root, cast.eve):
        text_of(browser_of(person).get("/"))


@pytest.mark.usefixtures("cards")
def test_every_figure_opens_its_records(cast: Cast) -> None:
    deal("Ada's deal", cast)
    client = browser_of(cast.ada)
    page = text_of(client.get("/"))
    address = "/opportunities/?where=owner+%3D+me+and+status+%3D+open"
    assert address in page
    assert "Ada&#39;s deal" in text_of(client.get(address))


def test_the_start_page_costs_the_same_for_few_and_many(cast: Cast) -> None:
    client = browser_of(cast.root)

    def cost() -> int:
        text_of(client.get("/"))
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    for number in range(12):
        deal(f"Deal {number}", cast, "root")
    few = cost()
    for number in range(12, 24):
        deal(f"Deal {number}", cast, "root")
    assert cost() == few < 70


def test_cards_that_ask_for_unknown_fields_are_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = slots.Today("Wrong", "opportunities", "colour = red")
    missing = slots.Today("Missing", "nothings", "owner = me")
    assert judge_declarations() == []
    monkeypatch.setattr(slots, "_today", [wrong, missing])
    told = " ".join(str(fault.msg) for fault in judge_declarations())
    assert "'colour'" in told
    assert "'nothings'" in told


# Suggestions


def test_suggestions_are_records_the_reader_may_see(cast: Cast) -> None:
    company("Acme Corporation", cast)
    company("Acme Secrets", cast, "gil")
    found = text_of(browser_of(cast.ada).get("/suggest/parties.party", {"q": "acme"}))
    assert "Acme Corporation" in found
    assert "Secrets" not in found


def test_oneself_comes_first_among_colleagues(cast: Cast) -> None:
    found = text_of(browser_of(cast.gil).get("/suggest/staff.staff"))
    assert found.index("Gil Seller") < found.index("Ada Seller")


def test_nouns_without_a_search_are_found_by_a_part_of_their_name(cast: Cast) -> None:
    found = text_of(browser_of(cast.ada).get("/suggest/sales.stage", {"q": "won"}))
    assert "Won" in found
    assert "Lost" not in found


def test_whoever_may_not_see_a_noun_gets_no_suggestions(cast: Cast) -> None:
    assert browser_of(cast.eve).get("/suggest/parties.party").status_code == 403
    assert browser_of(cast.ada).get("/suggest/no.such").status_code == 404


# The search page


def test_search_finds_every_kind_of_record_also_misspelt(cast: Cast) -> None:
    company("Kinnamplus", cast)
    deal("Kinnamplus renewal", cast)
    client = browser_of(cast.ada)
    page = text_of(client.get("/search", {"q": "kinnamplus"}))
    assert "Kinnamplus renewal" in page
    assert "/companies/" in page
    assert "Kinnamplus" in text_of(client.get("/search", {"q": "kinamplus"}))


def test_search_says_what_to_do_when_nothing_is_found(cast: Cast) -> None:
    assert "Nothing found" in text_of(browser_of(cast.ada).get("/search", {"q": "zzzz"}))


@pytest.mark.parametrize("address", ["/search?q=a&colour=red", "/palette?x=1", "/search?q=a%00b"])
def test_what_cannot_be_asked_is_refused(cast: Cast, address: str) -> None:
    assert browser_of(cast.ada).get(address).status_code == 400


@pytest.mark.parametrize("address", ["/", "/search?q=a", "/palette", "/suggest/staff.staff", "/me"])
def test_strangers_are_sent_to_the_door(address: str) -> None:
    response = Client().get(address)
    assert response.status_code in (302, 401)


# Language and profile


def test_choosing_a_language_keeps_it_on_the_account(cast: Cast) -> None:
    client = browser_of(cast.ada)
    response = client.post("/language", {"language": "fr"}, headers={"Referer": "http://testserver/me"})
    assert response["Location"] == "http://testserver/me"
    assert Staff.objects.get(pk=cast.ada.pk).language == "fr"
    assert 'lang="fr"' in text_of(client.get("/me"))


def test_a_language_is_chosen_before_signing_in_too() -> None:
    client = Client()
    client.post("/language", {"language": "id"})
    assert 'lang="id"' in text_of(client.get("/account/login/"))


def test_a_language_nobody_speaks_is_refused(cast: Cast) -> None:
    assert browser_of(cast.ada).post("/language", {"language": "tlh"}).status_code == 400


def test_choosing_a_language_leads_to_no_other_site(cast: Cast) -> None:
    headers = {"Referer": "https://elsewhere.example/trap"}
    assert browser_of(cast.ada).post("/language", {"language": "en"}, headers=headers)["Location"] == "/"


def test_everybody_sets_their_own_zone_and_it_can_be_undone(cast: Cast) -> None:
    client = browser_of(cast.eve)
    client.post("/me", {"language": "en", "zone": "Asia/Jakarta"})
    assert Staff.objects.get(pk=cast.eve.pk).zone == "Asia/Jakarta"
    entry = Entry.objects.filter(noun="staff.staff", record_id=cast.eve.pk, kind="staff.changed").latest("id")
    assert entry.data["changes"] == {"zone": ["UTC", "Asia/Jakarta"]}
    undo(entry.act, cast.acting("root"))
    assert Staff.objects.get(pk=cast.eve.pk).zone == "UTC"


def test_a_zone_that_does_not_exist_is_refused_beside_its_field(cast: Cast) -> None:
    page = text_of(browser_of(cast.ada).post("/me", {"language": "en", "zone": "Mars/Base"}), 422)
    assert 'aria-invalid="true"' in page


def test_nobody_gives_themselves_another_name_or_more_rights(cast: Cast) -> None:
    more = {"language": "en", "zone": "UTC", "name": "The Boss", "is_admin": "yes"}
    browser_of(cast.ada).post("/me", more)
    now = Staff.objects.get(pk=cast.ada.pk)
    assert (now.name, now.is_admin) == ("Ada Seller", False)


def test_the_profile_leads_to_password_factor_sessions_and_tokens(cast: Cast) -> None:
    page = text_of(browser_of(cast.root).get("/me"))
    routes = ("account_change_password", "mfa_index", "usersessions_list")
    assert all(reverse(route) in page for route in routes)
    assert reverse("do", args=["staff", cast.root.pk, "issue_token"]) in page
