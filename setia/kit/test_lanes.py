"""Lanes: every amount stands in one sum, that of its own currency or, where it has none, of ours."""

from __future__ import annotations

import pytest

from setia.foundation.company import our_company
from setia.kit.counts import Count
from setia.kit.lanes import Lane, lane_of
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, make

pytestmark = pytest.mark.django_db


def test_amounts_without_a_currency_count_as_our_companys_currency() -> None:
    ours = our_company().currency
    for amount, currency in (("100.00", "EUR"), ("7.00", ours), ("0.50", ours)):
        make("opportunities", name=f"Deal of {amount}", amount=amount, currency=currency)
    opportunities = registry["opportunities"]
    assert opportunities.rows().filter(name="Deal of 0.50").update(currency="") == 1
    lane = lane_of(Listing(opportunities, SETIA), "amount")
    assert lane == Lane(Count(3, False), sorted([("EUR", 10_000), (ours, 750)]))
