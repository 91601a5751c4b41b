"""Figures: how many or how much of which records, by what, when — and always the way back to those records."""

from setia.kit.measures.answering import answer
from setia.kit.measures.cells import Cell, may_add, may_group, measure, measure_list
from setia.kit.measures.declaring import AGGREGATES, Answer, Awaited, Kept, Line, Measure
from setia.kit.measures.doubt import FEW, wilson
from setia.kit.measures.spans import UNITS

__all__ = [
    "AGGREGATES", "FEW", "UNITS", "Answer", "Awaited", "Cell", "Kept", "Line", "Measure", "answer", "may_add",
    "may_group", "measure", "measure_list", "wilson",
]  # fmt: skip
