"""What parties are to each other."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.parties.relations.model import Relation
from setia.foundation.errors import Invalid
from tests.acting import change, facts, make, make_many

pytestmark = pytest.mark.django_db


def relate(party: Any, kind: str, other: Any, **more: Any) -> Relation:
    relation: Relation = make("relations", party=party.pk, kind=kind, other=other.pk, **more)
    return relation


def test_a_relation_is_called_after_both() -> None:
    bo, cancity = make("people", name="Bo Andersen"), make("companies", name="Cancity")
    relation = relate(bo, "works_for", cancity, title="Buyer")
    assert relation.name == "Bo Andersen → Cancity"
    assert facts(relation) == ["relation.created"]


def test_only_people_work_and_only_companies_are_subsidiaries() -> None:
    bo, cancity = make("people", name="Bo Andersen"), make("companies", name="Cancity")
    with pytest.raises(Invalid, match="Only a person"):
        relate(cancity, "works_for", bo)
    with pytest.raises(Invalid, match="Only a company"):
        relate(bo, "subsidiary_of", cancity)


def test_nobody_has_a_relation_with_themselves() -> None:
    bo = make("people", name="Bo Andersen")
    with pytest.raises(Invalid, match="themselves"):
        relate(bo, "referred_by", bo)


def test_the_same_relation_is_kept_once_but_can_begin_again_after_it_ended() -> None:
    bo, cancity = make("people", name="Bo Andersen"), make("companies", name="Cancity")
    first = relate(bo, "works_for", cancity)
    with pytest.raises(Invalid, match="already there"):
        relate(bo, "works_for", cancity)
    change(first, ended_on="2025-12-31")
    assert relate(bo, "works_for", cancity).pk != first.pk


def test_a_household_is_the_same_from_either_side() -> None:
    bo, kim = make("people", name="Bo Andersen"), make("people", name="Kim Andersen")
    relate(bo, "household", kim)
    with pytest.raises(Invalid, match="already there"):
        relate(kim, "household", bo)


def test_a_relation_ends_after_it_began() -> None:
    bo, cancity = make("people", name="Bo Andersen"), make("companies", name="Cancity")
    with pytest.raises(Invalid, match="before it began"):
        relate(bo, "works_for", cancity, started_on="2025-05-01", ended_on="2025-04-30")


def test_a_ring_of_subsidiaries_is_refused_also_when_it_comes_at_once() -> None:
    one, two = make("companies", name="One"), make("companies", name="Two")
    with pytest.raises(Invalid, match="own subsidiary"):
        make_many("relations", [
            {"party_id": one.pk, "kind": "subsidiary_of", "other_id": two.pk},
            {"party_id": two.pk, "kind": "subsidiary_of", "other_id": one.pk},
        ])  # fmt: skip
