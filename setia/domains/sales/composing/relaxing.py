"""Programs without the condition that quantities are whole, solved by HiGHS; imported by the process that solves.

One model is asked again and again with other bounds: the simplex goes on from where it stood, which takes half a
millisecond where the first answer takes three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from setia.domains.sales.composing.program import Program, Terms

Row = tuple[Terms, float, float]
LARGE = 1e6
Numbers = NDArray[np.float64]


class Unsolved(Exception):
    """The solver needed too long, or gave up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The least sum of the costs, the values of the variables at it, and by how much each would raise the sum if it
    were one more (at its lower bound) or less (negative, at its upper one)."""

    least: float
    values: Numbers
    raises: Numbers


class Relaxation:
    """The program with these rows; `whole` are its variables that have to be whole numbers in the end."""

    def __init__(self, program: Program, costs: Mapping[int, float], rows: Sequence[Row]) -> None:
        self._scale = scale_of(costs)
        model = lp_of(program, costs, rows)
        self.whole = np.array([v for v in range(len(program.upper)) if v not in program.shares], dtype=np.int32)
        self.lower, self.upper = np.array(model.col_lower_)[self.whole], np.array(model.col_upper_)[self.whole]
        self._highs = highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(model)

    def solved(self, lower: Numbers, upper: Numbers) -> Answer | None:
        """With the whole variables between these bounds. None where nothing fits them. Raises Unsolved."""
        self._highs.changeColsBounds(len(self.whole), self.whole, lower, upper)
        self._highs.run()
        status, known = self._highs.getModelStatus(), highspy.HighsModelStatus
        if status == known.kInfeasible:
            return None
        if status not in (known.kOptimal, known.kModelEmpty):
            raise Unsolved
        solution = self._highs.getSolution()
        return Answer(
            self._highs.getInfo().objective_function_value * self._scale,
            np.array(solution.col_value)[self.whole], np.array(solution.col_dual)[self.whole] * self._scale,
        )  # fmt: skip


def highs(**more: float) -> highspy.Highs:
    found = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "random_seed": 1, "mip_feasibility_tolerance": 1e-9,
        "primal_feasibility_tolerance": 1e-9, **more,
    }.items():  # fmt: skip
        found.setOptionValue(option, value)
    return found


def scale_of(costs: Mapping[int, float]) -> float:
    """Costs are divided by it: the solver is not at ease with numbers far above a million, as prices in rupiahs are."""
    return max(1.0, max(map(abs, costs.values()), default=0.0) / LARGE)


def lp_of(program: Program, costs: Mapping[int, float], rows: Sequence[Row]) -> highspy.HighsLp:
    """Each row is divided by its largest factor, so that prices and quantities weigh alike; see also `scale_of`."""
    overall, columns = scale_of(costs), len(program.upper)
    scales = [float(max(map(abs, terms.values()), default=0) or 1) for terms, _low, _high in rows]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(rows)
    lp.col_cost_ = np.array([costs.get(column, 0.0) / overall for column in range(columns)])
    lp.col_lower_ = np.zeros(columns)
    lp.col_upper_ = np.array(program.upper, dtype=np.double)
    lp.row_lower_ = np.array([low / scale for (_t, low, _h), scale in zip(rows, scales, strict=True)])
    lp.row_upper_ = np.array([high / scale for (_t, _l, high), scale in zip(rows, scales, strict=True)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _l, _h in rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([variable for terms, _l, _h in rows for variable in terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array(
        [f / scale for (terms, _l, _h), scale in zip(rows, scales, strict=True) for f in terms.values()]
    )
    return lp
