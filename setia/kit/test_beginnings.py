"""Several lists begin together as each of them does alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation import conditions
from setia.kit.beginnings import beginnings
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> int:
    acme = make("companies", name="Acme").pk
    for number, day in enumerate(("2026-01-03", "", "2026-01-01", "", "2026-01-02")):
        make("opportunities", name=f"Deal {number}", party=acme, expected_on=day, amount=str(100 - number))
        make("needs", name=f"Need {number}", party=acme, importance=number + 1)
    return int(acme)


def lists(firm: int) -> list[tuple[Listing, int]]:
    here = conditions.Test("party", "=", firm)
    sorts = (("opportunities", "expected_on"), ("opportunities", "-expected_on"), ("opportunities", "-updated_at"),
             ("needs", "-priority"), ("orders", "-ordered_on"), ("opportunities", "-id"))  # fmt: skip
    return [(Listing(registry[slug], SETIA, where=here, sort=sort), 4) for slug, sort in sorts]


def test_each_list_begins_as_it_does_alone(firm: int) -> None:
    wanted = lists(firm)
    assert beginnings(wanted) == [listing.keys("", size)[0] for listing, size in wanted]
    assert len(beginnings(wanted)[0]) == 4, "rows without a day come after those with one"


def test_nobody_is_asked_for_nothing() -> None:
    assert beginnings([]) == []
    nothing = Listing(registry["orders"], SETIA, where=conditions.parse("party = 7"))
    assert beginnings([(nothing, 4)]) == [[]]


def test_all_of_them_are_one_question(firm: int) -> None:
    wanted = lists(firm)
    beginnings(wanted)
    with CaptureQueriesContext(connection) as asked:
        beginnings(wanted)
    assert len(asked) == 1
