"""Rows, cells and cards: whatever people typed stands there as text."""

from __future__ import annotations

from typing import Any

import pytest

from setia.faces.web.drawing import rows

NASTY = '<b onclick="x">&\'"</b>'
SAFE = "&lt;b onclick=&#34;x&#34;&gt;&amp;&#39;&#34;&lt;/b&gt;"


@pytest.mark.parametrize(
    "value",
    [
        NASTY,
        {"text": NASTY},
        {"text": NASTY, "sub": NASTY},
        {"text": NASTY, "url": NASTY},
        {"text": NASTY, "tone": "ok"},
        {"text": NASTY, "avatar": NASTY, "url": NASTY},
    ],
)
def test_what_was_typed_stands_in_a_cell_as_text(value: Any) -> None:
    written = rows.cell(value)
    assert SAFE in written
    assert "<b" not in written
    assert 'onclick="' not in written


def test_a_row_names_its_record_to_those_who_cannot_see_it() -> None:
    row = {"id": 7, "name": NASTY, "url": "/people/7/", "edit_url": "/people/7/cell/", "cells": [NASTY, "", None]}
    written = str(rows.rows([row], ["title", " num", ""], True))
    assert f'aria-label="Select {SAFE}"' in written
    assert f'<a href="/people/7/"><span>{SAFE}</span></a>' in written
    assert '<td class=" num none"></td>' in written
    assert "<b" not in written


def test_a_row_without_a_name_still_leads_to_its_record() -> None:
    row = {"id": 7, "name": "", "url": "/people/7/", "edit_url": "", "cells": [""]}
    assert '<a href="/people/7/"><span>(without a name)</span></a>' in rows.rows([row], ["title"], False)
    assert "data-edit" not in rows.rows([row], ["title"], False)


def test_a_card_says_everything_as_text_and_can_be_moved_only_by_who_may() -> None:
    card = {"id": 7, "version": 3, "url": "/opportunities/7/", "title": NASTY, "sub": NASTY, "figure": NASTY,
            "owner": NASTY, "move_url": ""}  # fmt: skip
    written = str(rows.cards([card]))
    assert written.count(SAFE) == 5  # title, line below, figure, and the owner twice
    assert "<b " not in written
    assert "data-move-menu" not in written
    assert 'data-id="7" data-version="3"' in written
    assert "data-move-menu" in rows.cards([{**card, "move_url": "/opportunities/7/do/move"}])


def test_what_is_known_of_a_record_is_written_as_it_was_typed() -> None:
    """Braces and mark-up are only letters; only what may be changed has a pencil."""
    known = {"key": "about", "label": "A & B", "value": "<b>{0}</b> {x}", "edit": True}
    shown = rows.facts([known, {**known, "edit": False}], "/people/1/fact/")
    assert "<b>" not in shown
    assert shown.count("&lt;b&gt;{0}&lt;/b&gt; {x}") == 2
    assert shown.count("<dt>A &amp; B</dt>") == 2
    assert shown.count('href="/people/1/fact/about"') == 1
    assert rows.facts([{**known, "value": ""}]).count('class=" none"') == 1
