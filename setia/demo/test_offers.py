"""What the demonstration sells, composed."""

from __future__ import annotations

from setia.demo.firm.modules import MODULES, RULES
from setia.domains.sales.composing.choosing import compositions
from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.problem import Module, Problem, Rule, Wish
from setia.domains.sales.composing.tests import by_taking_what_looks_best
from setia.domains.sales.offers.sums import floor_of


def test_on_the_demonstrations_catalog_the_best_composition_beats_taking_what_looks_best() -> None:
    numbers = {reference: number for number, reference in enumerate(MODULES, 1)}
    modules = tuple(
        Module(numbers[one.reference], one.name, one.price * 100, cost := round(100 * (one.cost + 38 * one.hours)),
               floor_of(cost, 20), one.serves, one.at_most or None, one.capacity * 1_000, one.is_standard)
        for one in MODULES.values()
    )  # fmt: skip
    rules = tuple(
        Rule(kind, numbers[one], numbers[other], int(quantity) * 1_000)  # type: ignore[arg-type]
        for one, kind, other, quantity, _about in RULES
    )
    strictly = 0
    for budget in (2_500, 4_000, 5_500, 7_000):
        weights = {0: 18, 2: 15, 4: 9, 8: 8, 5: 6, 1: 12}
        problem = Problem(
            modules, tuple(Wish(k, f"Need {k}", w) for k, w in weights.items()), rules, budget=budget * 100
        )
        best, hasty = compositions(problem)[0][1], by_taking_what_looks_best(problem)
        assert breaches(problem, hasty.quantities) == []
        assert best.value >= hasty.value
        strictly += best.value > hasty.value
    assert strictly >= 2
