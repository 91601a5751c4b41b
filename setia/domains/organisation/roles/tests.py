"""Roles."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.organisation.roles.ready_made import make_roles
from setia.foundation.access import together
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.staff.models import Role
from setia.foundation.staff.rights import access_of
from tests.acting import change, do, facts, make
from tests.cast import ALL_VERBS, NOW, Cast, assemble, grants, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """Ada and Dev may also keep the accounts of staff."""
    people = assemble(["parties.party"])
    personnel = role("Keeps staff", grants(["staff.role", "staff.staff"], "all", ALL_VERBS))
    people.ada.roles.add(personnel)
    people.dev.roles.add(personnel)
    return people


def test_a_new_installation_has_ready_made_roles() -> None:
    make_roles(Role, NOW)
    roles = {each.name: together([each.grants]) for each in Role.objects.all()}
    assert set(roles) == {"Sales representative", "Team lead", "Manager", "Read only", "Data protection"}
    selling, reading = roles["Sales representative"], roles["Read only"]
    assert (selling["parties.party"].sight, selling["catalog.product"].sight) == ("own", "all")
    assert "*" in selling["sales.opportunity"].verbs
    assert not selling["catalog.product"].verbs
    assert not any(grant.verbs - {"issue_token", "revoke"} for grant in reading.values())
    assert not any(noun.startswith("foundation") or noun == "staff.role" for noun in selling)
    assert not any(noun.startswith("privacy.") for noun in (*selling, *reading))
    assert "*" in roles["Data protection"]["privacy.privacyrequest"].verbs


def test_rights_are_set_one_kind_of_record_at_a_time(cast: Cast) -> None:
    caller = make("roles", name="Caller")
    do(
        "allow",
        caller,
        noun="parties.party",
        sight="all",
        may="note, change",
        hidden="revenue",
        read_only="owner",
    )
    do("grant_role", cast.eve, role=caller.pk)
    access = access_of(cast.eve)
    assert access.may("note", "parties.party")
    assert not access.may("create", "parties.party")
    assert (access.mode("parties.party", "revenue"), access.mode("parties.party", "owner")) == (
        "hidden",
        "read",
    )
    do("allow", caller, noun="parties.party", sight="none")
    assert caller.grants == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"parties.nothing": {"sight": "all"}},
        {"parties.party": {"sight": "everything"}},
        {"parties.party": {"sight": "all", "verbs": ["fly"]}},
        {"parties.party": {"sight": "all", "fields": {"revenue": "blurred"}}},
        {"parties.party": {"sight": "all", "more": 1}},
        {"parties.party": "all"},
        "[1, 2]",
        "{",
    ],
)
def test_rights_that_do_not_exist_are_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        make("roles", name="Caller", grants=wrong)


def test_a_role_gives_and_takes_what_it_grants(cast: Cast) -> None:
    sells = Role.objects.get(name="Sells")
    do("grant_role", cast.eve, cast.acting("root"), role=sells.pk)
    assert access_of(cast.eve).may("change", "parties.party")
    do("revoke_role", cast.eve, cast.acting("root"), role=sells.pk)
    assert not access_of(cast.eve).may("see", "parties.party")
    assert facts(cast.eve) == ["staff.role_granted", "staff.role_revoked"]
    with pytest.raises(Refusal, match="does not have the role"):
        do("revoke_role", cast.eve, cast.acting("root"), role=sells.pk)


def test_nobody_hands_out_more_than_they_have(cast: Cast) -> None:
    everything = make("roles", name="Everything", grants={"parties.party": {"sight": "all", "verbs": ["*"]}})
    dev = cast.acting("dev")
    with pytest.raises(Forbidden, match="do not have yourself"):
        do("grant_role", cast.cleo, dev, role=everything.pk)
    with pytest.raises(Invalid, match="do not have yourself"):
        make("roles", dev, name="Mine", grants={"parties.party": {"sight": "all", "verbs": []}})
    with pytest.raises(Invalid, match="do not have yourself"):
        change(everything, dev, grants={})
    own = make("roles", dev, name="Mine", grants={"parties.party": {"sight": "team", "verbs": ["note"]}})
    do("grant_role", cast.cleo, dev, role=own.pk)


def test_hidden_fields_stay_hidden_in_the_roles_one_hands_out(cast: Cast) -> None:
    hiding = make("roles", name="Hiding", grants={
        "parties.party": {"sight": "all", "verbs": ["*"], "fields": {"revenue": "hidden"}},
        "staff.role": {"sight": "all", "verbs": ["*"]},
    })  # fmt: skip
    cast.eve.roles.add(hiding)
    with pytest.raises(Invalid, match="do not have yourself"):
        make(
            "roles",
            cast.acting("eve"),
            name="Open",
            grants={"parties.party": {"sight": "all", "verbs": ["*"]}},
        )
