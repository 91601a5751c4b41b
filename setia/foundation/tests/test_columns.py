"""Columns of texts, and people's texts in messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.citing import LONGEST, cited
from setia.foundation.columns import read_column
from setia.foundation.errors import Refusal


def test_a_column_gives_values_and_words_by_row() -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        if not text.isdigit():
            raise Refusal(f"{text} is no number")
        return int(text)

    found, faults = read_column(["1", "", "x", " ", "1", "x"], read)
    assert found == [1, None, None, None, 1, None]
    assert faults == {2: "x is no number", 5: "x is no number"}
    assert sorted(asked) == ["1", "x"]


@given(st.text())
def test_a_cited_text_is_short_and_can_be_shown_and_kept_anywhere(text: str) -> None:
    words = cited(text)
    assert words.isprintable()
    assert len(words) <= LONGEST
    words.encode()
