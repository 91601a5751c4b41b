"""Solving a program exactly with HiGHS; imported by the process that solves and by nobody else.

HiGHS counts in floating point. What it answers is rounded to whole numbers and held to the conditions in whole
numbers; an answer that breaks one by a rounding is cut off, and asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import highspy
import numpy as np

from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.problem import Composition, Problem, composition_of
from setia.domains.sales.composing.program import Composing, Program, Terms, program_of

Row = tuple[Terms, float, float]
TRIES = 20
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Goal:
    """What to make as large as possible, or as small; `then` is what counts among those that are equally good."""

    terms: Terms
    largest: bool = True
    then: Goal | None = None

    def costs(self, program: Program) -> dict[int, float]:
        """As one sum to be made as small as possible: the second goal never outweighs one unit of the first."""
        sign = -1.0 if self.largest else 1.0
        found: dict[int, float] = {variable: sign * factor for variable, factor in self.terms.items()}
        if self.then:
            widest = 2 * sum(abs(factor) * program.upper[v] for v, factor in self.then.terms.items()) or 1
            for variable, cost in self.then.costs(program).items():
                found[variable] = found.get(variable, 0.0) + cost / widest
        return found


class Unsolved(Exception):
    """The solver needed too long."""


class Solver:
    """The program of one problem, asked several times."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.composing: Composing = program_of(problem)

    def best(self, goal: Goal, rows: Sequence[Row] = (), gap: float = 0.0) -> Composition | None:
        """The composition that is best by the goal, None if there is none at all. With a `gap`, one that may be
        worse by this share."""
        program = self.composing.program
        extra = [*((terms, low, high) for terms, low, high, _name in program.rows), *rows]
        for _try in range(TRIES):
            values = solved(program, goal.costs(program), extra, gap)
            if values is None:
                return None
            counts = {id_: round(values[variable]) for id_, variable in self.composing.count.items()}
            found = composition_of(self.problem, counts)
            if not breaches(self.problem, found.quantities):
                return found
            terms, least = self.composing.other_than(found.chosen)
            extra.append((terms, least, inf))
        raise Unsolved


def solved(
    program: Program, costs: Mapping[int, float], rows: Sequence[Row], gap: float = 0.0
) -> Sequence[float] | None:
    """Values of the variables for which the sum of the costs is smallest; None where no values fit the rows."""
    highs = highspy.Highs()
    for option, value in (
        ("output_flag", False), ("mip_rel_gap", gap), ("mip_abs_gap", 0.0), ("time_limit", SECONDS), ("threads", 1),
        ("mip_feasibility_tolerance", 1e-9), ("primal_feasibility_tolerance", 1e-9), ("random_seed", 1),
    ):  # fmt: skip
        highs.setOptionValue(option, value)
    highs.passModel(_lp(program, costs, rows))
    highs.run()
    status, known = highs.getModelStatus(), highspy.HighsModelStatus
    if status == known.kInfeasible:
        return None
    if status not in (known.kOptimal, known.kModelEmpty):
        raise Unsolved
    values: Sequence[float] = highs.getSolution().col_value
    return values


def _lp(program: Program, costs: Mapping[int, float], rows: Sequence[Row]) -> highspy.HighsLp:
    """Each row is divided by its largest factor, so that prices and quantities weigh alike."""
    columns, whole, share = len(program.upper), highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    scales = [float(max(map(abs, terms.values()), default=0) or 1) for terms, _low, _high in rows]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    lp.col_cost_ = np.array([costs.get(column, 0.0) for column in range(columns)])
    lp.col_lower_ = np.zeros(columns)
    lp.col_upper_ = np.array(program.upper, dtype=np.double)
    lp.integrality_ = [share if column in program.shares else whole for column in range(columns)]
    lp.row_lower_ = np.array([low / scale for (_t, low, _h), scale in zip(rows, scales, strict=True)])
    lp.row_upper_ = np.array([high / scale for (_t, _l, high), scale in zip(rows, scales, strict=True)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _l, _h in rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([variable for terms, _l, _h in rows for variable in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array(
        [f / scale for (terms, _l, _h), scale in zip(rows, scales, strict=True) for f in terms.values()]
    )
    return lp
