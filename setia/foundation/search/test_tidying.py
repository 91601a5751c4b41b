"""The dictionary of words does not outlive the people whose names are in it."""

from __future__ import annotations

import pytest

from setia.foundation.search import Document, find, put, remove
from setia.foundation.search.model import SearchWord
from setia.foundation.search.tidying import tidy_dictionary

pytestmark = pytest.mark.django_db


def test_the_name_of_somebody_removed_is_forgotten_at_night_and_other_names_are_kept() -> None:
    put("tests.person", [Document(1, ["Zephyrine Quill"], []), Document(2, ["Ada Quill"], [])], new=True)
    remove("tests.person", [1])
    tidy_dictionary.call()
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert "zephyrine" not in words
    assert "quill" in words
    assert [hit.record_id for hit in find("tests.person", "quil")] == [2]
