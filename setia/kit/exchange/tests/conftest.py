"""Each test has a folder of its own for what is imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from setia.foundation.access import Actor, system
from setia.kit import exchange
from setia.kit.exchange import ImportRun

REAL = Path(__file__).parents[4] / "tests" / "data"

Arrive = Callable[..., ImportRun]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def by() -> Actor:
    return system("cli")


@pytest.fixture
def arrive(by: Actor) -> Arrive:
    """An import from lines of text, or from a real file; choices change its plan."""

    def take(source: str | Path, name: str = "table.csv", *, actor: Actor = by, **choices: Any) -> ImportRun:
        if isinstance(source, Path):
            run = exchange.receive_file(source, actor, resource=choices.pop("resource", ""))
        else:
            resource = choices.pop("resource", "")
            run = exchange.receive([source.encode()], name, actor, resource=resource)
        if choices:
            plan = exchange.adjust(exchange.plan_of(run), exchange.sheet_of(run), choices, actor)
            exchange.keep_plan(run, plan, actor)
        return run

    return take
