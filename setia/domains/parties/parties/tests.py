"""People and companies."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.parties.parties.model import Party
from setia.foundation import conditions
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.kit.lists import Listing
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, listed, make, make_many, queries
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party"])


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_the_name_of_a_person_follows_from_first_and_last_name() -> None:
    bo = make("people", first_name="Bo", last_name="Andersen")
    assert (bo.name, bo.kind, bo.sort_name) == ("Bo Andersen", "person", "andersen bo")
    change(bo, last_name="Brandt")
    assert (bo.name, bo.sort_name) == ("Bo Brandt", "brandt bo")


def test_a_name_typed_over_gives_new_first_and_last_names() -> None:
    bo = make("people", first_name="Bo", last_name="Andersen")
    change(bo, name="Bo Maria Brandt")
    assert (bo.first_name, bo.last_name) == ("Bo Maria", "Brandt")


def test_a_party_has_a_name() -> None:
    with pytest.raises(Invalid, match="Give a name"):
        make("people", email="bo@example.com")


def test_a_customer_of_whom_only_the_number_is_known_is_called_by_it() -> None:
    (bo,) = make_many("parties", [{"reference": "17"}])
    assert bo.name == "Customer 17"


def test_a_company_has_no_first_name() -> None:
    with pytest.raises(Invalid, match="Only people"):
        make("parties", kind="company", name="Cancity", first_name="Can")


def test_people_are_listed_by_last_name_and_companies_as_they_are_written() -> None:
    make("people", first_name="Zoé", last_name="Abel")
    make("people", name="Adam Zola")
    make("companies", name="Étoile Münster")
    make("companies", name="acme")
    assert names(listed("parties")) == ["Zoé Abel", "acme", "Étoile Münster", "Adam Zola"]


def test_people_and_companies_are_parties_seen_from_one_side() -> None:
    make("people", name="Bo Andersen")
    make("companies", name="Cancity")
    assert names(listed("people")) == ["Bo Andersen"]
    assert names(listed("companies")) == ["Cancity"]
    assert len(listed("parties")) == 2


def test_a_party_can_be_customer_and_vendor_at_once() -> None:
    vera = make("companies", name="Vera Ltd", is_customer="yes", is_vendor="yes")
    assert vera.is_customer
    assert vera.is_vendor


def test_what_ada_makes_is_hers_and_what_is_imported_is_nobodys(cast: Cast) -> None:
    assert make("people", cast.acting("ada"), name="Bo Andersen").owner == cast.ada
    assert make_many("people", [{"name": "Bo"}], cast.acting("root", "import"))[0].owner is None
    assert make_many("people", [{"name": "Bo"}], cast.acting("ada", "import"))[0].owner == cast.ada


def test_eve_neither_sees_nor_makes_parties(cast: Cast) -> None:
    bo = make("people", name="Bo Andersen")
    with pytest.raises(Forbidden):
        make("people", cast.acting("eve"), name="Bo")
    with pytest.raises(Forbidden):
        listed("people", cast.acting("eve"))
    with pytest.raises(NotFound):
        change(bo, cast.acting("ada"), city="Oslo")


# Works for, subsidiary of ---------------------------------------------------------------------------


def test_a_person_works_for_a_company_and_changes_employers() -> None:
    cancity, hatfan = make("companies", name="Cancity"), make("companies", name="Hatfan")
    bo = make("people", name="Bo Andersen", employer=cancity.pk)
    assert listed("people")[0]["employer__name"] == "Cancity"
    change(bo, employer=hatfan.pk)
    assert listed("people")[0]["employer__name"] == "Hatfan"
    ended = bo.relations.get(other=cancity)
    assert ended.ended_on == NOW.date()
    change(bo, employer=None)
    assert listed("people")[0]["employer__name"] == ""


def test_saying_again_who_somebody_works_for_changes_nothing() -> None:
    cancity = make("companies", name="Cancity")
    bo = make("people", name="Bo Andersen", employer=cancity.pk)
    assert change(bo, employer=cancity.pk).act is None
    assert bo.relations.count() == 1


def test_changing_the_employer_can_be_undone() -> None:
    cancity, hatfan = make("companies", name="Cancity"), make("companies", name="Hatfan")
    bo = make("people", name="Bo Andersen", employer=cancity.pk)
    act = change(bo, employer=hatfan.pk).act
    undo(act, SETIA)
    assert listed("people")[0]["employer__name"] == "Cancity"


def test_companies_are_found_by_their_parent() -> None:
    golddex = make("companies", name="Golddex")
    make("companies", name="Bluth Company", parent=golddex.pk)

    def found(words: str) -> list[str]:
        return names(listed("companies", where=conditions.parse(words)))

    assert found('parent = "Golddex"') == ["Bluth Company"]
    assert found("parent is empty") == ["Golddex"]


def test_a_company_is_no_subsidiary_of_itself_at_any_distance() -> None:
    top = make("companies", name="Top")
    middle = make("companies", name="Middle", parent=top.pk)
    bottom = make("companies", name="Bottom", parent=middle.pk)
    with pytest.raises(Invalid, match="own subsidiary"):
        change(top, parent=bottom.pk)
    with pytest.raises(Invalid, match="themselves"):
        change(top, parent=top.pk)
    with pytest.raises(Invalid, match="Only a company"):
        change(top, parent=make("people", name="Bo").pk)


# One path for one row and many ----------------------------------------------------------------------


def test_a_party_made_alone_and_one_of_many_are_the_same() -> None:
    values: dict[str, Any] = {"first_name": "Bo", "last_name": "Ünal", "email": "bo@example.com"}
    alone = make("people", **values)
    (together, _other) = make_many("people", [values, {"name": "Somebody Else"}], SETIA)
    untold = {"id", "_state"}
    assert {k: v for k, v in vars(alone).items() if k not in untold} == {
        k: v for k, v in vars(together).items() if k not in untold
    }
    points = [list(p.contact_points.values_list("kind", "value", "key", "is_primary")) for p in (alone, together)]
    assert points[0] == points[1] == [("email", "bo@example.com", "bo@example.com", True)]


def test_many_parties_cost_as_many_queries_as_a_few() -> None:
    row = {"name": "Bo", "email": "bo@example.com", "employer": make("companies", name="Cancity").pk}
    assert queries("people", row, 150) <= queries("people", row, 3)


# Verbs ----------------------------------------------------------------------------------------------


def test_who_becomes_a_customer_is_no_prospect_any_more(cast: Cast) -> None:
    bo = make("people", name="Bo Andersen", is_prospect="yes")
    do("make_customer", bo)
    assert (bo.is_customer, bo.is_prospect) == (True, False)
    assert facts(bo) == ["party.created", "party.became_customer"]


def test_a_party_can_be_given_to_somebody_else(cast: Cast) -> None:
    bo = make("people", name="Bo Andersen")
    do("assign", bo, owner=cast.cleo.pk)
    assert bo.owner == cast.cleo
    assert Party.objects.filter(owner=cast.cleo).exists()


def test_whoever_sees_their_own_is_counted_along_their_own_and_everybody_along_the_names(cast: Cast) -> None:
    parties, where = registry["parties"], conditions.parse("country = FR and is_customer = true")
    everybody, own = (Listing(parties, cast.acting(name), where=where) for name in ("root", "ada"))
    assert (everybody._along(), own._along()) == (["sort_name"], ["owner"])
    mine = conditions.parse("owner = me and country = FR")
    assert Listing(parties, cast.acting("root"), where=mine)._along() == ["owner"]
    assert Listing(parties, cast.acting("root"), where=conditions.parse("website is empty"))._along() == []
