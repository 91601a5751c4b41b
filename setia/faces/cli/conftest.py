"""Commands as people give them: what is typed goes in; the exit code and both outputs come back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from setia.faces.cli.program import run_program
from setia.kit.resources import registry
from tests.acting import make


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON document, alone on standard output."""
        return json.loads(self.out)

    @property
    def refusal(self) -> Any:
        """The JSON document, alone on standard error, when nothing was printed."""
        assert self.out == ""
        return json.loads(self.err)


Setia = Callable[..., Answer]


@pytest.fixture
def setia(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> Setia:
    """`setia("show", "companies", typed="...")`, with a data folder of its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()

    def give(*words: object, typed: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        capsys.readouterr()
        code = run_program([str(word) for word in words])
        return Answer(code, *capsys.readouterr())

    return give


@pytest.fixture
def stages(db: None) -> None:
    """The stages a new installation begins with, also after tests that emptied the tables."""
    if not registry["stages"].rows().exists():
        pipeline = make("pipelines", name="Sales")
        for name, status in {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}.items():
            make("stages", pipeline=pipeline.pk, name=name, status=status)
