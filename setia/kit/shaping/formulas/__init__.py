"""Formulas: what is worked out from other fields of the same record, written by people, answered by the database."""

from setia.kit.shaping.formulas.parsing import asks_today, names_in, parse
from setia.kit.shaping.formulas.values import Formula, Leaf, leaf_of
from setia.kit.shaping.formulas.writing import compiled

__all__ = ["Formula", "Leaf", "asks_today", "compiled", "leaf_of", "names_in", "parse"]
