"""API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from setia.foundation.access import system
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Token
from setia.foundation.staff.rights import actor_of, token_for
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, do, make
from tests.cast import ALL_VERBS, NOW, Cast, assemble, grants, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Ada and Dev may also keep the accounts of staff."""
    people = assemble(["parties.party"])
    personnel = role("Keeps staff", grants(["staff.staff", "staff.token"], "all", ALL_VERBS))
    people.ada.roles.add(personnel)
    people.dev.roles.add(personnel)
    return people


def issued(cast: Cast, name: str = "ada", **values: Any) -> str:
    answer = do("issue_token", getattr(cast, name), cast.acting(name), name="Spreadsheet", **values).answer
    return str(answer["secret"])


def test_the_secret_is_shown_once_and_kept_nowhere(cast: Cast) -> None:
    secret = issued(cast)
    token = Token.objects.get()
    assert token_for(secret, NOW) == token
    assert secret not in str(Token.objects.values().get())
    assert secret not in str([entry.data for entry in Entry.objects.all()])


def test_a_token_reads_only_unless_it_is_said_otherwise(cast: Cast) -> None:
    issued(cast)
    reading = actor_of(cast.ada, "api", at=NOW, scopes=frozenset(Token.objects.get().scopes))
    assert reading.access.may("see", "parties.party")
    with pytest.raises(Forbidden):
        make("people", reading, name="Bo Andersen")
    issued(cast, scopes="change")
    writing = actor_of(cast.ada, "api", at=NOW, scopes=frozenset(Token.objects.latest("id").scopes))
    make("people", writing, name="Bo Andersen")


def test_people_issue_tokens_for_themselves_and_administrators_for_anybody(cast: Cast) -> None:
    with pytest.raises(Forbidden, match="for yourself"):
        do("issue_token", cast.cleo, cast.acting("dev"), name="x")
    do("issue_token", cast.cleo, cast.acting("root"), name="x")


def test_a_revoked_token_stops_working_now(cast: Cast) -> None:
    secret = issued(cast)
    do("revoke", Token.objects.get(), cast.acting("ada"))
    assert token_for(secret, NOW + timedelta(seconds=1)) is None
    with pytest.raises(Refusal, match="expired already"):
        do("revoke", Token.objects.get(), system("web", NOW + timedelta(seconds=1)))


def test_a_token_ends_on_the_day_that_was_chosen(cast: Cast) -> None:
    secret = issued(cast, expires_on="2026-03-10")
    assert token_for(secret, NOW + timedelta(days=7))
    assert token_for(secret, NOW + timedelta(days=8)) is None
    with pytest.raises(Invalid, match="day to come"):
        issued(cast, expires_on="2026-03-02")


def test_no_program_acts_for_somebody_who_may_not_sign_in(cast: Cast) -> None:
    secret = issued(cast)
    do("deactivate", cast.ada)
    assert token_for(secret, NOW) is None
    with pytest.raises(Refusal, match="may not sign in"):
        do("issue_token", cast.ada, SETIA, name="x")


def test_tokens_are_not_made_by_hand() -> None:
    with pytest.raises(Forbidden):
        verbs.create(registry["tokens"], {"name": "x"}, SETIA)
