"""A problem as text for another process, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from setia.domains.sales.composing.problem import Module, Problem, Rule, Wish


def as_plain(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "forbidden": sorted(problem.forbidden)}


def problem_from(plain: Mapping[str, Any]) -> Problem:
    return Problem(
        modules=tuple(Module(**{**one, "fits": _numbered(one["fits"])}) for one in plain["modules"]),
        wishes=tuple(Wish(**one) for one in plain["wishes"]),
        rules=tuple(Rule(**one) for one in plain["rules"]),
        owned=_numbered(plain["owned"]),
        budget=plain["budget"],
        keeps_floor=plain["keeps_floor"],
        required=_numbered(plain["required"]),
        forbidden=frozenset(plain["forbidden"]),
    )


def _numbered(plain: Mapping[str, int]) -> dict[int, int]:
    """JSON turns the numbers of modules and needs into texts."""
    return {int(key): value for key, value in plain.items()}
