"""The best composition, and others that are worth a look beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Literal

from setia.domains.sales.composing.problem import Composition, Problem
from setia.domains.sales.composing.program import program_of
from setia.domains.sales.composing.solving import Goal, Row, Solver, Unsolved, solved

Kind = Literal["best", "cheapest", "standard", "complete", "other"]
NEARLY = 85
"""Percent of what the best serves: what costs less and serves that much is worth a look."""
STILL = 70
"""The same for what departs less from the standard."""
MOST = 3
SMALL, GAP = 60, 0.01
"""Beside the best, in catalogs larger than this, a composition within one percent of the best of its kind will do."""


def compositions(problem: Problem, most: int = MOST) -> list[tuple[Kind, Composition]]:
    """The composition that serves the weighted needs best, at the lowest price; then up to two others.

    None where the conditions contradict each other, or where no module serves any need. Raises Unsolved.
    """
    solver = Solver(problem)
    best = solver.best(_most_value(solver))
    if best is None or not best.quantities:
        return []
    found: list[tuple[Kind, Composition]] = [("best", best)]
    try:
        for kind, other in _others(solver, best):
            if len(found) < most and all(other.chosen != known.chosen for _kind, known in found):
                found.append((kind, other))
        while len(found) < most and (other := _another(solver, [known for _kind, known in found])):
            found.append(("other", other))
    except Unsolved:
        return found
    return found


def _most_value(solver: Solver) -> Goal:
    parts = solver.composing
    return Goal(parts.value, then=Goal(parts.price, largest=False))


def _gap(solver: Solver) -> float:
    return 0.0 if len(solver.problem.modules) <= SMALL else GAP


def _others(solver: Solver, best: Composition) -> Iterator[tuple[Kind, Composition]]:
    parts, gap = solver.composing, _gap(solver)
    cheap = solver.best(Goal(parts.price, largest=False, then=Goal(parts.value)), [_serving(solver, best, NEARLY)], gap)
    if cheap and cheap.price < best.price:
        yield "cheapest", cheap
    for unusual in sorted({0, best.unusual // 2}) if best.unusual else ():
        rows = [_serving(solver, best, STILL), (parts.unusual, -inf, unusual)]
        if plain := solver.best(_most_value(solver), rows, gap):
            yield "standard", plain
            break
    whole = solver.best(_most_value(solver), [(parts.served, len(best.served) + 1, inf)], gap)
    if whole and len(whole.served) > len(best.served):
        yield "complete", whole


def _serving(solver: Solver, best: Composition, percent: int) -> Row:
    return solver.composing.value, -(-best.value * percent // 100), inf


def _another(solver: Solver, known: list[Composition]) -> Composition | None:
    """The best of those that do without two of the modules by which each known one serves (without one, where it has
    only two of them), and serve half as much or more: more of the same, with something beside it, is no other way."""
    rows: list[Row] = []
    for one in known:
        serving = frozenset(one.served.values())
        terms, most = solver.composing.without(serving, 2 if len(serving) > 2 else 1)
        rows.append((terms, -inf, most))
    other = solver.best(_most_value(solver), [*rows, _serving(solver, known[0], 50)], _gap(solver))
    return other if other and other.quantities else None


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
