"""Search for people who may not know every field."""

from __future__ import annotations

import pytest

from setia.foundation.access import Access, Actor, Grant
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, make_many
from tests.cast import NOW

pytestmark = pytest.mark.django_db

PARTY = {"kind": "person", "first_name": "", "last_name": ""}


def seeing_all_but(*hidden: str) -> Actor:
    grant = Grant("all", frozenset(), dict.fromkeys(hidden, "hidden"))
    return Actor(1, "Lim", Access(1, grants={"parties.party": grant}), "web", NOW)


def found(text: str, by: Actor) -> list[str]:
    listing = Listing(registry["parties"], by, text=text)
    return [row["name"] for row in listing.page(size=200).rows]


def test_who_may_not_know_a_field_finds_by_the_others() -> None:
    make_many("parties", [{**PARTY, "name": "Bo Anders", "email": "vera@vandelay.example", "phone": "+33142685300"}])
    for text in ("bo", "vera@", "vandelay", "vandelay.example", "0142685300", "bo vandelay", "andres"):
        assert found(text, SETIA) == ["Bo Anders"], text
    reader = seeing_all_but("email")
    assert [
        text for text in ("bo", "vera@", "vandelay.example", "0142", "bo vandelay", "andres") if found(text, reader)
    ] == ["bo", "0142", "andres"]
    assert found("bo", seeing_all_but("name")) == []


def test_what_answers_only_by_hidden_fields_does_not_crowd_out_the_rest() -> None:
    named = {**PARTY, "name": "Annabel Zorn", "email": "zorn@example.com"}
    hidden = [{**PARTY, "name": f"Person {n}", "email": f"anna{n:03}@example.com"} for n in range(260)]
    make_many("parties", [*hidden, named])
    assert len(found("anna", SETIA)) == 200
    assert found("anna", seeing_all_but("email")) == ["Annabel Zorn"]


def test_further_addresses_of_a_party_are_as_hidden_as_the_first() -> None:
    (party,) = make_many("parties", [{**PARTY, "name": "Bo", "email": "first@example.com"}])
    make_many("contact-points", [{"party_id": party.pk, "kind": "email", "value": "second@example.org"}])
    assert found("second@example", SETIA) == ["Bo"]
    assert found("second@example", seeing_all_but("phone")) == ["Bo"]
    for hidden in ("email", "value"):
        assert found("second@example", seeing_all_but(hidden)) == []


def test_a_rank_follows_from_what_may_be_known() -> None:
    make_many("parties", [
        {**PARTY, "name": "Ann Baker", "email": "b@example.com"},
        {**PARTY, "name": "Anna Zorn", "email": "ann@example.com", "reference": "ann"},
    ])  # fmt: skip
    assert found("ann", SETIA)[0] == "Anna Zorn"
    assert found("ann", seeing_all_but("email", "reference"))[0] == "Ann Baker"
