"""A need is stated once, weighted, and followed until it is met."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.needs.needs.weighing import priority_of
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Entry
from tests.acting import change, do, make

pytestmark = pytest.mark.django_db


def stated(**values: Any) -> Any:
    party = make("companies", name="Acme")
    return make("needs", **{"party": party.pk, "name": "Chairs that can be wiped", "importance": "8", **values})


@pytest.mark.parametrize(
    ("importance", "satisfaction", "priority"), [(8, 3, 13), (8, 8, 8), (3, 9, 3), (10, 1, 19), (8, None, 12)]
)
def test_what_is_important_and_badly_met_comes_first(importance: int, satisfaction: int | None, priority: int) -> None:
    assert priority_of(importance, satisfaction) == priority


def test_the_priority_follows_every_answer() -> None:
    need = stated()
    change(need, satisfaction="2")
    assert need.priority == 14


def test_a_need_is_met_with_evidence_and_can_come_up_again() -> None:
    need = stated()
    with pytest.raises(Invalid):
        do("meet", need)
    do("meet", need, evidence="Delivered in March, asked on the telephone", satisfaction="9")
    assert (need.status, need.satisfaction, need.priority) == ("met", 9, 8)
    with pytest.raises(Refusal, match="is met"):
        do("drop", need, reason="Never mind")
    do("reopen", need)
    do("drop", need, reason="We do not sell this")
    told = Entry.objects.filter(noun="needs.need", story_id=need.party_id).order_by("id")
    assert [e.kind for e in told] == ["need.created", "need.met", "need.reopened", "need.dropped"]


@pytest.mark.parametrize("values", [{"importance": "0"}, {"importance": "11"}, {"satisfaction": "-1"},
                                    {"name": " "}, {"stated_on": "2027-01-01"}])  # fmt: skip
def test_nonsense_about_needs_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        stated(**values)
