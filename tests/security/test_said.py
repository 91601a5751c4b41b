"""What docs/security.md says is enforced somewhere and proved by something: the files and tests are there."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`((?:setia|tests|docs)/[\w./-]+?)(?:::(\w+))?`")


@pytest.mark.parametrize(("path", "test"), sorted(set(NAMED.findall(PAGE))))
def test_what_is_named_is_there(path: str, test: str) -> None:
    text = (ROOT / path).read_text()
    assert f"def {test}(" in text if test else text
