"""Long nonsense costs no more than its length: no rule for input takes quadratic or exponential time."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from setia.foundation import conditions
from setia.foundation.errors import Refusal
from setia.foundation.search import fold
from setia.kit.kinds import Field, ReadingContext
from setia.kit.resources import registry

SEEDS = (
    "a", "1", " ", "\t", "+", "-", ".", "@", "(", ")", '"', "1,", "1 ", "1.", "a.", "a@", "a-", "1-", "+1 ", "A.",
    "http://a", "://", "é", "x1", "01/", "’", "\u3000", "ab ", "not ", "(a = 1) and ",
)  # fmt: skip
SHORT, LONG = 4_000, 32_000
KINDS = {type(f.kind).__name__: f for r in registry for f in r.declared_fields.values() if f.editable and not f.many}


def effort(work: Any, text: str) -> float:
    """Processor seconds."""
    began = time.process_time()
    with suppress(Refusal, ValidationError):
        work(text)
    return time.process_time() - began


def grows_gently(work: Any) -> None:
    """Eight times the length takes eight times as long; sixty-four times would be quadratic."""
    for seed in SEEDS:
        for ending in ("", "!", "\x00"):
            texts = [(seed * size)[:size] + ending for size in (SHORT, LONG)]
            short, long = (effort(work, text) for text in texts)
            if long >= 24 * short + 0.03:  # measured again, thrice, before it counts
                short, long = (min(effort(work, text) for _ in range(3)) for text in texts)
            assert long < 24 * short + 0.03, (seed, ending, short, long)


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.django_db
@pytest.mark.any_database
def test_reading_a_value(name: str) -> None:
    field: Field = KINDS[name]
    rules = field.kind.form_field(field)
    grows_gently(rules.clean)
    grows_gently(lambda text: field.kind.parse_column([text], field, ReadingContext()))


def test_reading_a_condition() -> None:
    grows_gently(conditions.parse)


def test_folding_for_search() -> None:
    grows_gently(fold)
