"""One text looked for in several nouns: each finds its own, and all are asked together."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation import search
from setia.foundation.chosen import Chosen
from setia.foundation.jobs.model import Schedule
from setia.foundation.search.tests import ORDER, PARTY, cast, file, person

pytestmark = pytest.mark.django_db

__all__ = ["cast"]


def test_nouns_are_kept_apart(cast: None) -> None:
    file(person(1, "Anna's order", "SO-17"), noun=ORDER)
    both = search.find_anywhere([PARTY, ORDER], "anna", 2)
    assert {noun: len(hits) for noun, hits in both.items()} == {PARTY: 2, ORDER: 1}
    assert search.find_anywhere([PARTY, ORDER], "sneling")[PARTY][0].corrected == "snelling"
    assert search.find_anywhere([PARTY, ORDER], "ordre")[ORDER][0].corrected == "order"
    assert search.find_anywhere([PARTY], "anna", among={PARTY: Chosen(Schedule.objects.none)}) == {PARTY: []}


@pytest.mark.parametrize("text", ["anna", "anna snelling", "snelling24 nobody", "sneling", "anna sneling"])
def test_five_nouns_are_asked_in_as_many_statements_as_two(text: str, cast: None) -> None:
    asked = []
    for nouns in ([PARTY, ORDER], [PARTY, ORDER, "catalog.product", "catalog.brand", "sales.payment"]):
        with CaptureQueriesContext(connection) as queries:
            search.find_anywhere(nouns, text)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8
