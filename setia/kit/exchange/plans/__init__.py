"""Plans: which column becomes which field, guessed from the file and changed by people."""

from setia.kit.exchange.plans.adjusting import accept_nearest, adjust, field_choices, match_choices
from setia.kit.exchange.plans.guessing import guess
from setia.kit.exchange.plans.plan import ADDRESS, Candidate, ColumnPlan, Plan, importable

__all__ = [
    "ADDRESS",
    "Candidate",
    "ColumnPlan",
    "Plan",
    "accept_nearest",
    "adjust",
    "field_choices",
    "guess",
    "importable",
    "match_choices",
]
