"""What tests sell: lines as `source` describes them, reckoned with in the process of the test."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import Any

import pytest

Line = tuple[int, int, str, int, int, int, int | None, int | None]


def line(product: int, day: date, quantity: float = 1, *, party: int = 1, sector: str = "", back: float = 0,
         price: int | None = 1000, cost: int | None = 600) -> Line:  # fmt: skip
    """One line; price and cost of a unit in minor units."""
    value, costs = (None if one is None else round(one * quantity) for one in (price, cost))
    return (product, party, sector, day.toordinal(), round(quantity * 1000), round(back * 1000), value, costs)


@contextmanager
def sold(lines: Sequence[Line], as_of: date) -> Iterator[dict[str, Any]]:
    yield {"as_of": as_of.isoformat(), "lines": list(lines)}


def here(monkeypatch: pytest.MonkeyPatch, *keepers: Any) -> None:
    """Reckon in this process: a second one would only cost time. What goes in and out is JSON all the same."""

    def answers(module: str, asked: Any) -> Iterator[Any]:
        for said in import_module(module).answers(json.loads(json.dumps(asked))):
            yield json.loads(json.dumps(said, allow_nan=False))

    for keeper in keepers:
        monkeypatch.setattr(keeper, "answers", answers)
