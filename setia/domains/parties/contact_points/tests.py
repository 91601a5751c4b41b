"""Ways to reach a party."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model

from setia.domains.parties.contact_points.model import ContactPoint
from setia.foundation import search
from setia.foundation.errors import Invalid, Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make, make_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen", email="bo@example.com")


def add(party: Model, value: str, kind: str = "email", **more: Any) -> Any:
    point = make("contact-points", party=party.pk, kind=kind, value=value, **more)
    party.refresh_from_db()
    return point


def primary(party: Model, kind: str = "email") -> list[str]:
    rows = ContactPoint.objects.filter(party=party.pk, kind=kind, is_primary=True)
    return list(rows.values_list("value", flat=True))


def test_the_first_address_is_the_primary_one_and_stands_with_the_party() -> None:
    vera = make("companies", name="Vera Ltd")
    add(vera, "office@VERA.example")
    add(vera, "sales@vera.example")
    assert primary(vera) == ["office@vera.example"]
    assert vera.email == "office@vera.example"


def test_a_new_primary_address_takes_the_place_of_the_old_one(bo: Any) -> None:
    add(bo, "bo@new.example", is_primary="yes")
    assert primary(bo) == ["bo@new.example"]
    assert bo.email == "bo@new.example"


def test_typing_over_the_address_of_a_party_changes_its_primary_contact_point(bo: Any) -> None:
    change(bo, email="bo@new.example")
    assert primary(bo) == ["bo@new.example"]
    assert ContactPoint.objects.count() == 1


def test_typing_in_an_address_the_party_has_already_makes_it_primary(bo: Any) -> None:
    add(bo, "bo@second.example")
    change(bo, email="bo@second.example")
    assert primary(bo) == ["bo@second.example"]
    assert ContactPoint.objects.filter(ended_on=None).count() == 2


def test_an_address_that_is_emptied_has_ended_and_the_next_one_takes_over(bo: Any) -> None:
    add(bo, "bo@second.example")
    change(bo, email="")
    assert bo.email == "bo@second.example"
    assert primary(bo) == ["bo@second.example"]
    change(bo, email="")
    assert (bo.email, primary(bo)) == ("", [])


def test_emptying_an_address_can_be_undone(bo: Any) -> None:
    add(bo, "bo@second.example")
    act = change(bo, email="").act
    undo(act, SETIA)
    bo.refresh_from_db()
    assert bo.email == "bo@example.com"
    assert primary(bo) == ["bo@example.com"]


def test_ending_the_primary_contact_point_makes_the_next_one_primary(bo: Any) -> None:
    add(bo, "bo@second.example")
    change(ContactPoint.objects.get(value="bo@example.com"), ended_on="2026-03-01")
    bo.refresh_from_db()
    assert bo.email == "bo@second.example"


def test_archiving_the_only_contact_point_empties_the_party(bo: Any) -> None:
    verbs.archive(registry["contact-points"], [ContactPoint.objects.get().pk], SETIA)
    bo.refresh_from_db()
    assert bo.email == ""


def test_a_new_primary_contact_point_can_be_undone(bo: Any) -> None:
    outcome = verbs.create(
        registry["contact-points"],
        {"party": bo.pk, "kind": "email", "value": "b@new.example", "is_primary": True},
        SETIA,
    )
    undo(outcome.act, SETIA)
    bo.refresh_from_db()
    assert bo.email == "bo@example.com"
    assert primary(bo) == ["bo@example.com"]


def test_the_same_address_is_not_kept_twice(bo: Any) -> None:
    with pytest.raises(Invalid, match="already there"):
        add(bo, "BO@example.com")


def test_a_telephone_number_without_a_country_is_one_of_the_partys_country() -> None:
    oslo = make("companies", name="Oslo AS", country="NO")
    add(oslo, "22 12 34 56", "phone")
    assert oslo.phone == "+4722123456"


def test_what_cannot_be_reached_is_refused(bo: Any) -> None:
    with pytest.raises(Invalid):
        add(bo, "nobody")
    with pytest.raises(Invalid):
        add(bo, "javascript:alert(1)", "website")


def test_a_party_is_found_by_every_address_and_number(bo: Any) -> None:
    add(bo, "second@elsewhere.example")
    add(bo, "+33 1 42 68 53 00", "phone")
    for text in ("bo@exa", "second@else", "elsewhere.example", "142685300", "andersen"):
        assert [hit.record_id for hit in search.find("parties.party", text, 5)] == [bo.pk], text


def test_many_contact_points_at_once_follow_the_same_rules(bo: Any) -> None:
    vera = make("companies", name="Vera Ltd")
    make_many("contact-points", [
        {"party_id": bo.pk, "kind": "email", "value": "b2@example.com"},
        {"party_id": vera.pk, "kind": "email", "value": "v1@vera.example"},
        {"party_id": vera.pk, "kind": "email", "value": "v2@vera.example", "is_primary": True},
    ])  # fmt: skip
    for party in (bo, vera):
        party.refresh_from_db()
    assert (bo.email, vera.email) == ("bo@example.com", "v2@vera.example")
    with pytest.raises(Invalid, match="already there"):
        make_many("contact-points", [{"party_id": bo.pk, "kind": "email", "value": "b3@example.com"}] * 2)


def test_undoing_the_first_address_takes_it_from_the_party_too() -> None:
    bo = make("people", name="Bo Andersen")
    done = verbs.create(registry["contact-points"], {"party": bo.pk, "kind": "email", "value": "bo@bo.example"}, SETIA)
    bo.refresh_from_db()
    assert bo.email == "bo@bo.example"
    undone = undo(done.act, SETIA)
    bo.refresh_from_db()
    assert (bo.email, undone.kept, undone.removed) == ("", [], 1)
    assert ContactPoint.objects.get().archived_at is not None


@pytest.mark.parametrize(
    ("country", "line"),
    [("FR", "12 rue Haute, 75001 Paris"), ("US", "12 rue Haute, Paris TX 75001"), ("", "12 rue Haute, 75001 Paris")],
)
def test_an_address_is_put_together_as_it_is_written_in_its_country(bo: Any, country: str, line: str) -> None:
    region = "TX" if country == "US" else ""
    parts = {"street": " 12  rue Haute ", "postal_code": "75001", "city": "Paris", "region": region}
    point = make("contact-points", party=bo.pk, kind="address", country=country, **parts)
    assert (point.value, point.street, point.country) == (line, "12 rue Haute", country)


def test_an_address_without_a_country_is_in_that_of_its_party(bo: Any) -> None:
    change(bo, country="ID")
    point = make(
        "contact-points", party=bo.pk, kind="address", street="Jl. Mawar 3", city="Bandung", postal_code="40115"
    )
    assert (point.country, point.value) == ("ID", "Jl. Mawar 3, Bandung 40115")
    change(point, street="Jl. Mawar 5")
    assert point.value == "Jl. Mawar 5, Bandung 40115"


def test_what_was_verified_is_not_any_more_once_it_is_another_value(bo: Any) -> None:
    point = ContactPoint.objects.get(party=bo)
    do("verify", point, how="Answered our message")
    assert point.verified_on == SETIA.today
    change(point, value="BO@example.com")
    assert point.verified_on == SETIA.today
    change(bo, email="bo@new.example")
    point.refresh_from_db()
    assert (point.value, point.verified_on) == ("bo@new.example", None)


def test_a_number_that_is_out_of_use_stays_with_its_day(bo: Any) -> None:
    point = add(bo, "+33 1 42 68 53 00", "phone")
    do("end", point, on="2026-02-01")
    bo.refresh_from_db()
    assert (str(point.ended_on), bo.phone) == ("2026-02-01", "")
    with pytest.raises(Refusal, match="has ended"):
        do("verify", point)


@pytest.mark.parametrize(
    "values",
    [{"kind": "email", "value": "a@b.example", "street": "12 rue Haute"}, {"kind": "address"},
     {"kind": "phone", "value": "12345"},
     {"kind": "address", "value": "Paris", "started_on": "2026-02-01", "ended_on": "2026-01-01"}],
)  # fmt: skip
def test_nonsense_about_contact_points_is_refused_in_words(bo: Any, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        make("contact-points", party=bo.pk, **values)
