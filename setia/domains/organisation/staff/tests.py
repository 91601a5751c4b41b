"""Accounts of staff."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff, Team
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import IMPORT, SETIA, change, do, facts, listed, make, make_many
from tests.cast import ALL_VERBS, Cast, assemble, grants, role

pytestmark = pytest.mark.django_db
STRONG, WEAK = "quite-another-staple", "short"
AGENTS = [
    {"name": "Anna Snelling", "manager": "Dustin Brinkmann", "office": "Central"},
    {"name": "Moses Frase", "manager": "Dustin Brinkmann", "office": "Central"},
    {"name": "Zane Levy", "manager": "Summer Sewald", "office": "West"},
]


@pytest.fixture
def cast() -> Cast:
    """Ada and Dev may also keep the accounts of staff."""
    people = assemble(["parties.party"])
    personnel = role("Keeps staff", grants(["staff.staff"], "all", ALL_VERBS))
    people.ada.roles.add(personnel)
    people.dev.roles.add(personnel)
    return people


def signed_in(person: Staff) -> str:
    session = SessionStore()
    session["user"] = person.pk
    session.create()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="127.0.0.1", user_agent="")
    return str(session.session_key)


# Accounts -------------------------------------------------------------------------------------------


def test_staff_without_an_address_own_records_but_cannot_sign_in() -> None:
    anna = make("staff", name="Anna Snelling", email="")
    assert anna.email is None
    assert not anna.has_usable_password()
    with pytest.raises(Refusal, match="no e-mail address"):
        do("set_password", anna, password=STRONG)


def test_an_administrator_sets_a_password_that_is_never_told(cast: Cast) -> None:
    do("set_password", cast.ada, cast.acting("root"), password=STRONG)
    assert cast.ada.check_password(STRONG)
    entry = Entry.objects.get(kind="staff.password_set")
    assert STRONG not in json.dumps(entry.data)
    assert cast.ada.password not in json.dumps(entry.data)


def test_a_weak_password_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Invalid, match="too short"):
        do("set_password", cast.ada, cast.acting("root"), password=WEAK)


def test_only_administrators_set_passwords_and_addresses_of_others(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        do("set_password", cast.ada, cast.acting("dev"), password=STRONG)
    with pytest.raises(Invalid, match="sign-in address of somebody else"):
        change(cast.ada, cast.acting("dev"), email="dev@elsewhere.example")
    change(cast.dev, cast.acting("dev"), email="dev@elsewhere.example")


def test_nobody_makes_themselves_an_administrator(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Only an administrator"):
        change(cast.dev, cast.acting("dev"), is_admin="yes")
    with pytest.raises(Invalid, match="Only an administrator"):
        do("deactivate", cast.root, cast.acting("dev"))


def test_whoever_is_deactivated_is_signed_out_everywhere(cast: Cast) -> None:
    hers, his = signed_in(cast.ada), signed_in(cast.gil)
    do("deactivate", cast.ada, cast.acting("root"))
    assert not cast.ada.is_active
    assert list(Session.objects.values_list("session_key", flat=True)) == [his] != [hers]
    do("reactivate", cast.ada, cast.acting("root"))
    assert cast.ada.is_active
    assert facts(cast.ada) == ["staff.deactivated", "staff.reactivated"]


def test_whoever_is_archived_can_no_longer_sign_in(cast: Cast) -> None:
    signed_in(cast.ada)
    verbs.archive(registry["staff"], [cast.ada.pk], SETIA)
    cast.ada.refresh_from_db()
    assert not cast.ada.is_active
    assert not Session.objects.exists()


def test_the_last_administrator_stays(cast: Cast) -> None:
    root = cast.acting("root")
    for leave in (
        lambda: do("deactivate", cast.root, root),
        lambda: change(cast.root, root, is_admin="no"),
        lambda: change(cast.root, root, email=""),
        lambda: verbs.archive(registry["staff"], [cast.root.pk], root),
    ):
        with pytest.raises(Invalid, match="last administrator"):
            leave()
    change(cast.dev, root, is_admin="yes")
    do("deactivate", cast.root, root)
    with pytest.raises(Invalid, match="last administrator"):
        do("deactivate", cast.dev, root)


# Managers and teams of a file -----------------------------------------------------------------------


def test_a_file_of_agents_makes_their_managers_and_teams() -> None:
    anna, _moses, zane = make_many("staff", AGENTS)
    team = Team.objects.get(name="Dustin Brinkmann's team")
    assert (anna.team, team.office, team.lead.name) == (team, "Central", "Dustin Brinkmann")
    assert team.lead.team == team
    assert (zane.team.name, zane.team.office) == ("Summer Sewald's team", "West")
    assert Staff.objects.count() == 5
    rows = listed("staff", columns=("name", "manager", "office"))
    assert ("Anna Snelling", "Dustin Brinkmann", "Central") in [
        (row["name"], row["manager"], row["office"]) for row in rows
    ]


def test_the_same_file_again_changes_nothing() -> None:
    agents = make_many("staff", AGENTS)
    told = Entry.objects.count()
    for agent, row in zip(agents, AGENTS, strict=True):
        assert change(agent, IMPORT, manager=row["manager"], office=row["office"]).act is None
    assert Entry.objects.count() == told


def test_a_new_manager_moves_people_into_another_team() -> None:
    anna, moses, zane = make_many("staff", AGENTS)
    change(anna, manager="Summer Sewald")
    change(moses, manager="Celia Rouche", office="West")
    assert anna.team == zane.team
    assert moses.team.name == "Celia Rouche's team"


def test_importing_staff_can_be_undone_as_a_whole() -> None:
    make_many("staff", AGENTS)
    undo(Entry.objects.earliest("id").act, SETIA, erase=True)
    assert (Staff.objects.count(), Team.objects.count()) == (0, 0)


def test_the_page_of_staff_shows_everybodys_roles(cast: Cast) -> None:
    rows: list[dict[str, Any]] = listed("staff", columns=("name", "roles"))
    assert {row["name"]: row["role_name"] for row in rows}["Ada Seller"] == "Keeps staff, Sells"
