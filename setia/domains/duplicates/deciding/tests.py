"""Merging, unmerging and telling apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from setia.domains.duplicates.deciding.operations import pair_of
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.consents.model import Channel, Consent
from setia.domains.parties.consents.permission import may_contact
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.parties.relations.model import Relation
from setia.foundation.errors import NotFound, Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db

UNTOLD = {"version", "updated_at"}


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


def everything() -> dict[str, dict[int, dict[str, Any]]]:
    """All rows of all nouns but the pairs, without how often and when they were changed."""
    return {
        noun: {
            row["id"]: {name: value for name, value in row.items() if name not in UNTOLD}
            for row in resource.model._default_manager.values()
        }
        for noun, resource in registry.nouns().items()
        if noun != "duplicates.pair"
    }


def two(**of_other: Any) -> tuple[Party, Party]:
    bo = make("people", first_name="Bo", last_name="Andersen", email="bo@firm.example", city="Lyon")
    other = make("people", **{"first_name": "Bob", "last_name": "Anderson", "email": "b@home.example",
                              "phone": "+33 1 42 68 53 00", "reference": "K-7", **of_other})  # fmt: skip
    return bo, other


def merged(stays: Party, goes: Party, **values: Any) -> Pair:
    do("merge", stays, other=goes.pk, **values)
    goes.refresh_from_db()
    return Pair.objects.get(survivor=stays)


def test_what_only_the_other_knew_is_taken_over_and_the_other_is_archived() -> None:
    bo, other = two()
    merged(bo, other)
    assert (bo.email, bo.phone, bo.city, bo.reference) == ("bo@firm.example", "+33142685300", "Lyon", "K-7")
    assert (bool(other.archived_at), other.reference) == (True, None)


def test_field_by_field_it_is_chosen_whose_value_counts() -> None:
    bo, other = two()
    merged(bo, other, take="name, email")
    assert (bo.name, bo.last_name, bo.email) == ("Bob Anderson", "Anderson", "b@home.example")
    primary = ContactPoint.objects.get(party=bo, kind="email", is_primary=True)
    assert primary.value == "b@home.example"


def test_a_field_that_nobody_could_choose_is_refused() -> None:
    bo, other = two()
    with pytest.raises(Refusal, match="cannot be chosen"):
        merged(bo, other, take="shoe_size")


def test_everything_that_belongs_to_the_other_moves_along() -> None:
    bo, other = two()
    order = make("orders", party=other.pk, total="100", reference="SO-1")
    firm = make("companies", name="Firm")
    make("relations", party=other.pk, kind="works_for", other=firm.pk)
    merged(bo, other)
    order.refresh_from_db()
    assert order.party_id == bo.pk
    assert Relation.objects.get().name == "Bo Andersen → Firm"
    assert set(ContactPoint.objects.filter(party=bo).values_list("value", flat=True)) == {
        "bo@firm.example", "b@home.example", "+33142685300",
    }  # fmt: skip


def test_what_both_had_is_kept_once() -> None:
    bo, other = two(email="bo@firm.example")
    firm = make("companies", name="Firm")
    for party in (bo, other):
        make("relations", party=party.pk, kind="works_for", other=firm.pk)
    make("relations", party=bo.pk, kind="household", other=other.pk)
    merged(bo, other)
    assert ContactPoint.objects.active().filter(kind="email").count() == 1
    assert [r.party_id for r in Relation.objects.active()] == [bo.pk]


def test_a_withdrawn_consent_counts_for_both() -> None:
    bo, other = two()
    purpose = make("contact-purposes", name="Newsletter", basis="consent", wording="May we write to you?")
    for party in (bo, other):
        make("consents", party=party.pk, purpose=purpose.pk, channel="email")
    do("withdraw", Consent.objects.get(party=other))
    before = everything()
    pair = merged(bo, other)
    assert not may_contact(bo.pk, purpose, Channel.EMAIL, SETIA.today).is_given
    do("unmerge", pair)
    assert everything() == before
    assert may_contact(bo.pk, purpose, Channel.EMAIL, SETIA.today).is_given


def test_unmerging_gives_back_exactly_what_was_before() -> None:
    bo, other = two()
    make("orders", party=other.pk, total="100")
    make("opportunities", party=other.pk, name="Big deal", amount="5000")
    make("relations", party=bo.pk, kind="household", other=other.pk)
    before = everything()
    pair = merged(bo, other, take="name email")
    assert everything() != before
    do("unmerge", pair)
    assert everything() == before


def test_undoing_the_act_is_unmerging() -> None:
    bo, other = two()
    before = everything()
    pair = pair_of(bo, other, SETIA)
    act = do("merge", pair, keep="second").act
    undo(act, SETIA)
    assert everything() == before
    pair.refresh_from_db()
    assert (pair.status, pair.survivor_id) == ("open", None)


def test_what_was_changed_since_the_merge_stays_and_is_told() -> None:
    bo, other = two()
    order = make("orders", party=other.pk, total="100", reference="SO-1")
    pair = merged(bo, other)
    third = make("people", name="Cy Third")
    change(order, party=third.pk)
    change(bo, city="Nice")
    added = make("orders", party=bo.pk, total="7", reference="SO-2")
    done = do("unmerge", pair)
    assert "SO-1" in done.answer["kept"]
    for record in (order, added, bo):
        record.refresh_from_db()
    assert (order.party_id, added.party_id, bo.city) == (third.pk, bo.pk, "Nice")


def test_each_has_one_primary_address_again_after_later_edits() -> None:
    bo, other = two()
    pair = merged(bo, other)
    change(bo, email="new@firm.example", phone="+33 1 42 68 53 99")
    do("unmerge", pair)
    for party in (bo, other):
        party.refresh_from_db()
        primary = ContactPoint.objects.active().filter(party=party, kind="email", is_primary=True)
        assert [point.value for point in primary] == [party.email]


def test_the_stories_of_both_are_kept() -> None:
    bo, other = two()
    merged(bo, other)
    assert "party.merged" in facts(bo)
    assert facts(other)[-1] == "party.merged_away"


def test_nobody_is_merged_with_themselves() -> None:
    bo, _other = two()
    with pytest.raises(Refusal, match="with itself"):
        do("merge", bo, other=bo.pk)


def test_a_person_and_a_company_are_not_merged() -> None:
    bo, _other = two()
    with pytest.raises(Refusal, match="person and a company"):
        do("merge", bo, other=make("companies", name="Andersen").pk)


def test_what_was_merged_already_is_not_merged_again_in_either_direction() -> None:
    bo, other = two()
    merged(bo, other)
    with pytest.raises(Refusal, match="archived"):
        do("merge", bo, other=other.pk)
    with pytest.raises(Refusal, match="archived"):
        do("merge", other, other=bo.pk)


def test_a_merge_under_another_merge_is_taken_back_last() -> None:
    bo, other = two()
    before = everything()
    first = merged(bo, other)
    cy = make("people", name="Cy Andersen")
    after_cy = everything()
    second = merged(cy, bo)
    with pytest.raises(Refusal, match="Unmerge or restore it first"):
        do("unmerge", first)
    do("unmerge", second)
    assert everything() == after_cy
    do("unmerge", first)
    verbs.archive(registry["people"], [cy.pk], SETIA)
    assert everything()["parties.party"][bo.pk] == before["parties.party"][bo.pk]


def test_a_company_does_not_become_a_subsidiary_of_itself() -> None:
    a, b, c = (make("companies", name=name) for name in ("Aa", "Bb", "Cc"))
    change(a, parent=b.pk)
    change(b, parent=c.pk)
    with pytest.raises(Refusal, match="its own subsidiary"):
        do("merge", a, other=c.pk)


def test_only_whoever_sees_both_may_merge_them(cast: Cast) -> None:
    ada = cast.acting("ada")
    hers, anothers = make("people", ada, name="Bo Andersen"), make("people", name="Bob Andersen", owner=cast.gil.pk)
    pair = pair_of(hers, anothers, SETIA)
    with pytest.raises(Refusal, match="no such record"):
        do("merge", hers, ada, other=anothers.pk)
    with pytest.raises(NotFound):
        do("merge", pair, ada)
    assert not registry["duplicates"].rows(ada.access).exists()
    with pytest.raises(Refusal):
        do("merge", pair, cast.acting("cleo"))


WORDS = st.sampled_from(["", "Bo", "Ann", "Lyon", "x"])
PARTY = st.fixed_dictionaries({
    "first_name": st.sampled_from(["Bo", "Ann"]), "last_name": st.sampled_from(["Berg", "Lund"]), "city": WORDS,
    "email": st.sampled_from(["", "a@x.example", "b@x.example"]), "is_customer": st.booleans(),
    "phone": st.sampled_from(["", "+33142685300", "+33142685301"]), "about": WORDS,
    "reference": st.booleans(),
})  # fmt: skip
BELONGINGS = st.lists(
    st.tuples(st.sampled_from(["order", "deal", "relation", "point", "old", "household"]), st.integers(0, 1)),
    max_size=6,
)


class Identity(TestCase):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.tuples(PARTY, PARTY), BELONGINGS, st.sets(st.sampled_from(["name", "email", "phone", "reference"])))
    def test_merging_and_unmerging_leaves_everything_as_it_was(
        self, both: Any, belongings: Any, take: set[str]
    ) -> None:
        parties = [
            make("people", **{**values, "reference": f"R-{n}" if values["reference"] else None})
            for n, values in enumerate(both)
        ]
        third, firm = make("people", name="Third One"), make("companies", name="Firm")
        for n, (what, whose) in enumerate(belongings):
            belongs_to(parties[whose], what, n, third, firm)
        before = everything()
        pair = merged(parties[0], parties[1], take=" ".join(sorted(take)))
        do("unmerge", pair)
        assert everything() == before


def belongs_to(party: Party, what: str, number: int, third: Party, firm: Party) -> None:
    try:
        if what == "order":
            make("orders", party=party.pk, total="10")
        elif what == "deal":
            make("opportunities", party=party.pk, name=f"Deal {number}", amount="100")
        elif what == "relation":
            make("relations", party=party.pk, kind="works_for", other=firm.pk)
        elif what == "household":
            make("relations", party=third.pk, kind="household", other=party.pk)
        elif what == "point":
            make("contact-points", party=party.pk, kind="email", value="c@x.example")
        else:
            make("contact-points", party=party.pk, kind="email", value=f"old{number}@x.example", ended_on="2020-01-01")
    except Refusal:
        return  # it was there already
