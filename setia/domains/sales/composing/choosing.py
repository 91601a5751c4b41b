"""The best composition, and others that are worth a look beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Literal

from setia.domains.sales.composing.problem import Composition, Problem
from setia.domains.sales.composing.program import Composing, program_of
from setia.domains.sales.composing.relaxing import Row, Unsolved
from setia.domains.sales.composing.solving import Extra, Goal, Solver, solved

Kind = Literal["best", "cheapest", "standard", "complete", "other"]
NEARLY = 85
"""Percent of what the best serves: what costs less and serves that much is worth a look."""
STILL = 70
"""The same for what departs less from the standard."""
MOST = 3
BEST = Goal("value", then=Goal("price", largest=False))


def compositions(problem: Problem, most: int = MOST) -> list[tuple[Kind, Composition]]:
    """The composition that serves the weighted needs best, at the lowest price; then up to two others.

    None where the conditions contradict each other, or where no module serves any need. Raises Unsolved.
    """
    solver = Solver(problem)
    best = solver.best(BEST)
    if best is None or not best.quantities:
        return []
    found: list[tuple[Kind, Composition]] = [("best", best)]
    try:
        for kind, other in _others(solver, best):
            if all(other.chosen != known.chosen for _kind, known in found):
                found.append((kind, other))
            if len(found) == most:
                break
        while len(found) < most and (other := _another(solver, [known for _kind, known in found])):
            found.append(("other", other))
    except Unsolved:
        return found
    return found


def _others(solver: Solver, best: Composition) -> Iterator[tuple[Kind, Composition]]:
    cheap = solver.best(Goal("price", largest=False, then=Goal("value")), [_serving(best, NEARLY)])
    if cheap and cheap.price < best.price:
        yield "cheapest", cheap
    for unusual in sorted({0, best.unusual // 2}) if best.unusual else ():
        if plain := solver.best(BEST, [_serving(best, STILL), _at_most_unusual(unusual)]):
            yield "standard", plain
            break
    whole = solver.best(BEST, [lambda composing: (composing.served, len(best.served) + 1, inf)])
    if whole and len(whole.served) > len(best.served):
        yield "complete", whole


def _serving(best: Composition, percent: int) -> Extra:
    return lambda composing: (composing.value, -(-best.value * percent // 100), inf)


def _at_most_unusual(number: int) -> Extra:
    return lambda composing: (composing.unusual, -inf, number)


def _another(solver: Solver, known: list[Composition]) -> Composition | None:
    """The best of those that do without two of the modules by which each known one serves (without one, where it has
    only two of them), and serve half as much or more: more of the same, with something beside it, is no other way."""
    rows = [_without_some(frozenset(one.served.values())) for one in known]
    other = solver.best(BEST, [*rows, _serving(known[0], 50)])
    return other if other and other.quantities else None


def _without_some(serving: frozenset[int]) -> Extra:
    def row(composing: Composing) -> Row:
        terms, most = composing.without(serving, 2 if len(serving) > 2 else 1)
        return terms, -inf, most

    return row


def conflicts(problem: Problem) -> list[str]:
    """Names of conditions (see `program`) that cannot hold together, none of which could be left out.

    One condition after the other is left out; what stays impossible without it does not need it (J. W. Chinneck,
    Feasibility and Infeasibility in Optimization, Springer 2008: the deletion filter).
    """
    program = program_of(problem).program
    named: dict[str, list[Row]] = {}
    for terms, low, high, name in program.rows:
        named.setdefault(name, []).append((terms, low, high))
    kept = dict(named)

    def possible(without: str | None = None) -> bool:
        return solved(program, {}, [row for name, rows in kept.items() if name != without for row in rows]) is not None

    if possible():
        return []
    for name in named:
        if name and not possible(without=name):
            del kept[name]
    return [name for name in kept if name]
