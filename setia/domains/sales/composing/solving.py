"""Solving a problem exactly with HiGHS; imported by the process that solves and by nobody else.

HiGHS counts in floating point. What it answers is rounded to whole numbers and held to the conditions in whole
numbers; an answer that breaks one by a rounding is cut off, and asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal

import highspy

from setia.domains.sales.composing.branching import NEAR, Search, slack
from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.problem import Composition, Problem, composition_of
from setia.domains.sales.composing.program import Composing, Program, program_of
from setia.domains.sales.composing.relaxing import Answer, Numbers, Relaxation, Row, Unsolved, highs, lp_of, scale_of

Extra = Callable[[Composing], Row]
"""A condition beside those of the problem, said of the variables of any of its programs."""
TRIES = 20
SECONDS = 5.0
NEARBY, FEW, MANY = 20, 200, 4_000
"""A good composition is looked for among the modules that the relaxation takes and `NEARBY` more, by at most `FEW`
relaxations; the best one by at most `MANY`. What those do not settle, HiGHS is asked as a whole."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What to make as large as possible, or as small; `then` is what counts among those that are equally good."""

    of: Literal["value", "price"]
    largest: bool = True
    then: Goal | None = None

    def costs(self, composing: Composing) -> dict[int, float]:
        """As a sum to be made as small as possible."""
        return {v: float(-factor if self.largest else factor) for v, factor in getattr(composing, self.of).items()}

    def cost(self, one: Composition | None) -> float:
        if one is None:
            return inf
        found: int = getattr(one, self.of)
        return -found if self.largest else found

    def as_good_as(self, one: Composition) -> Extra:
        found: int = getattr(one, self.of)
        between = (found, inf) if self.largest else (-inf, found)
        return lambda composing: (getattr(composing, self.of), *between)


class Solver:
    """One problem, asked several times."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def best(self, goal: Goal, rows: Sequence[Extra] = ()) -> Composition | None:
        """The composition that is best by the goal, None if there is none at all. Raises Unsolved."""
        asked = list(rows)
        for _try in range(TRIES):
            found, without = self._least(goal, asked, None, frozenset())
            if found and goal.then:
                found, _without = self._least(goal.then, [*asked, goal.as_good_as(found)], found, without)
            if found is None or not breaches(self.problem, found.quantities):
                return found
            chosen = found.chosen
            asked.append(lambda composing, chosen=chosen: (*composing.other_than(chosen), inf))  # type: ignore[misc]
        raise Unsolved

    def _least(
        self, goal: Goal, rows: Sequence[Extra], known: Composition | None, without: frozenset[int]
    ) -> tuple[Composition | None, frozenset[int]]:
        """What costs least, and the modules that nothing as good has.

        From the relaxation to a good composition among few modules; that shows which modules nothing better can have;
        and then the best of the others.
        """
        composing, relaxation = self._stated(goal, rows, without)
        around = relaxation.solved(relaxation.lower, relaxation.upper)
        if around is None:
            return known, without
        if around.least <= goal.cost(known) - 1 + slack(goal.cost(known)):
            few = without | _far_off(composing, relaxation, around, self.problem.required)
            known = self._searched(goal, rows, few, known, FEW) or known
        worse = without | _worse(composing, relaxation, around, goal.cost(known))
        if around.least <= goal.cost(known) - 1 + slack(goal.cost(known)):
            known = self._searched(goal, rows, worse, known, MANY) or known
        return known, worse

    def _searched(
        self, goal: Goal, rows: Sequence[Extra], without: frozenset[int], known: Composition | None, most: int
    ) -> Composition | None:
        """Something better than what is known, without these modules: the best where `most` steps are enough."""
        composing, relaxation = self._stated(goal, rows, without)
        search = Search(relaxation, goal.cost(known))
        if not search.run(most) and most == MANY:
            program, stated = composing.program, self._rows(composing, rows)
            values = solved(program, goal.costs(composing), stated)
            return None if values is None else self._composition(composing, dict(enumerate(values)))
        if search.found is None:
            return None
        return self._composition(composing, dict(zip(relaxation.whole.tolist(), search.found, strict=True)))

    def _composition(self, composing: Composing, values: Mapping[int, float]) -> Composition:
        return composition_of(self.problem, {id_: round(values[var]) for id_, var in composing.count.items()})

    def _stated(self, goal: Goal, rows: Sequence[Extra], without: Collection[int]) -> tuple[Composing, Relaxation]:
        composing = program_of(self.problem, without)
        return composing, Relaxation(composing.program, goal.costs(composing), self._rows(composing, rows))

    def _rows(self, composing: Composing, rows: Sequence[Extra]) -> list[Row]:
        own = [(terms, low, high) for terms, low, high, _name in composing.program.rows]
        return own + [row(composing) for row in rows]


def _far_off(
    composing: Composing, relaxation: Relaxation, around: Answer, required: Mapping[int, int]
) -> frozenset[int]:
    """All but the modules that the relaxation takes, those that it nearly takes, and those that are asked for."""
    values, raises = _by_variable(relaxation, around.values), _by_variable(relaxation, around.raises)
    idle = [id_ for id_, var in composing.there.items() if values[var] <= NEAR and id_ not in required]
    return frozenset(sorted(idle, key=lambda id_: raises[composing.there[id_]])[NEARBY:])


def _worse(composing: Composing, relaxation: Relaxation, around: Answer, cost: float) -> frozenset[int]:
    """Modules of which a single one makes it cost more than this already."""
    if cost == inf:
        return frozenset()
    room = cost - around.least + slack(cost)
    values, raises = _by_variable(relaxation, around.values), _by_variable(relaxation, around.raises)
    return frozenset(
        id_ for id_, var in composing.there.items()
        if any(values[one] <= NEAR and raises[one] > room for one in (var, composing.count[id_]))
    )  # fmt: skip


def _by_variable(relaxation: Relaxation, numbers: Numbers) -> dict[int, float]:
    return dict(zip(relaxation.whole.tolist(), numbers.tolist(), strict=True))


def solved(program: Program, costs: Mapping[int, float], rows: Sequence[Row]) -> Sequence[float] | None:
    """Values of the variables for which the sum of the costs, a whole number, is smallest; None where no values fit
    the rows. Raises Unsolved."""
    asked = highs(mip_rel_gap=0.0, mip_abs_gap=0.999 / scale_of(costs), time_limit=SECONDS)
    model, whole, share = lp_of(program, costs, rows), highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [share if column in program.shares else whole for column in range(len(program.upper))]
    asked.passModel(model)
    asked.run()
    status, known = asked.getModelStatus(), highspy.HighsModelStatus
    if status == known.kInfeasible:
        return None
    if status not in (known.kOptimal, known.kModelEmpty):
        raise Unsolved
    values: Sequence[float] = asked.getSolution().col_value
    return values
