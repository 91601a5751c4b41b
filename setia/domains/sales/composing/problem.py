"""What an offer is composed from, and what came out: plain data, known to no database.

Money is in whole minor units of one currency. The formulas stand in docs/decisions/composing.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RuleKind = Literal["requires", "excludes", "uses"]
FULL = 10
"""A need is served fully by a module that fits it with this much."""
THOUSANDTHS = 1_000
"""Quantities in rules and capacities are whole thousandths of a unit, as the catalog keeps three decimals."""


@dataclass(frozen=True, slots=True)
class Module:
    """`price` and `cost` (labour included) are of one unit; `fits` says how well it serves which needs, 1..10.

    `floor` is the least its price may be so that the margin is kept. `capacity` is what one unit brings for
    others to use, in thousandths.
    """

    id: int
    name: str
    price: int
    cost: int = 0
    floor: int = 0
    fits: Mapping[int, int] = field(default_factory=dict)
    at_most: int | None = None
    capacity: int = 0
    is_standard: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """ "requires": for each unit, `quantity` of `other` are in the offer or owned, where several that require the
    same may share it; "excludes": not both; "uses": each unit takes `quantity` of the capacity that units of `other`
    bring. Quantities are in thousandths.
    """

    kind: RuleKind
    module: int
    other: int
    quantity: int = THOUSANDTHS


@dataclass(frozen=True, slots=True)
class Wish:
    """A need, and how much it weighs."""

    id: int
    words: str
    weight: int


@dataclass(frozen=True, slots=True)
class Problem:
    """`owned` and `required` are quantities by module. `budget` is the most the modules may cost together.

    With `keeps_floor` the prices together are not below the floors together. `required` are in the offer with at
    least so many units, `forbidden` are not in it.
    """

    modules: tuple[Module, ...]
    wishes: tuple[Wish, ...]
    rules: tuple[Rule, ...] = ()
    owned: Mapping[int, int] = field(default_factory=dict)
    budget: int | None = None
    keeps_floor: bool = True
    required: Mapping[int, int] = field(default_factory=dict)
    forbidden: frozenset[int] = frozenset()

    @property
    def by_id(self) -> dict[int, Module]:
        return {module.id: module for module in self.modules}

    @property
    def most(self) -> int:
        """What an offer that serves every need fully would be worth."""
        return FULL * sum(wish.weight for wish in self.wishes)


@dataclass(frozen=True, slots=True)
class Composition:
    """Quantities by module, and what they come to. `value` is the sum of weight times fit over the needs.

    `served` says which module serves which need: the one that fits it best.
    """

    quantities: Mapping[int, int]
    value: int
    price: int
    cost: int
    floor: int
    unusual: int
    served: Mapping[int, int]

    @property
    def chosen(self) -> frozenset[int]:
        return frozenset(self.quantities)


def composition_of(problem: Problem, quantities: Mapping[int, int]) -> Composition:
    """What these quantities come to, in whole numbers. A need counts once, with the module that fits it best."""
    kept = {id_: count for id_, count in sorted(quantities.items()) if count > 0}
    modules = [module for module in problem.modules if module.id in kept]
    served: dict[int, int] = {}
    value = 0
    for wish in problem.wishes:
        able = [module for module in modules if fit_of(problem, module, wish.id)]
        if not able:
            continue
        best = min(able, key=lambda m: (-m.fits[wish.id], m.price, m.id))
        served[wish.id] = best.id
        value += wish.weight * best.fits[wish.id]
    return Composition(
        kept, value,
        price=sum(m.price * kept[m.id] for m in modules),
        cost=sum(m.cost * kept[m.id] for m in modules),
        floor=sum(m.floor * kept[m.id] for m in modules),
        unusual=sum(not m.is_standard for m in modules),
        served=served,
    )  # fmt: skip


def fit_of(problem: Problem, module: Module, wish: int) -> int:
    """What is owned serves already, and the weight of a need says what is missing: more adds nothing."""
    return 0 if problem.owned.get(module.id) else module.fits.get(wish, 0)
