"""The lanes of the board: counted and added up as far as that stays quick, and never a part of a sum."""

from __future__ import annotations

import pytest

from setia.foundation import conditions
from setia.kit import counts, lists, verbs
from setia.kit.counts import Count
from setia.kit.lanes import Lane, lane_of
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> Listing:
    """Three open opportunities: 100 and 250 euros, and 7 dollars."""
    by, resource = SETIA, registry["opportunities"]
    for amount, currency in (("100.00", "EUR"), ("250.00", "EUR"), ("7.00", "USD")):
        verbs.create(resource, {"name": f"Deal of {amount}", "amount": amount, "currency": currency}, by)
    return Listing(resource, by)


def test_a_lane_adds_up_each_currency_by_itself(three: Listing) -> None:
    assert lane_of(three, "amount") == Lane(Count(3, False), [("EUR", 35_000), ("USD", 700)])
    assert lane_of(three) == Lane(Count(3, False), [])


def test_a_lane_beyond_the_cap_says_so_and_has_no_sum(three: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (counts, lists):
        monkeypatch.setattr(place, "COUNT_CAP", 2)
    assert lane_of(three, "amount") == Lane(Count(2, True), [])


def test_a_lane_holds_what_the_conditions_leave_and_may_be_empty(three: Listing) -> None:
    small = conditions.parse("amount < 50")
    assert lane_of(Listing(three.resource, three.by, where=small), "amount") == Lane(Count(1, False), [("USD", 700)])
    nobody = conditions.parse("id in (0)")
    assert lane_of(Listing(three.resource, three.by, where=nobody), "amount") == Lane(Count(0, False), [])
    assert lane_of(Listing(three.resource, three.by, text="zzz"), "amount") == Lane(Count(0, False), [])
