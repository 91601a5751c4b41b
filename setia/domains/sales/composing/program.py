"""The same problem as an integer program: whole quantities, linear conditions, something to maximise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import inf

from setia.domains.sales.composing.judging import free_capacity
from setia.domains.sales.composing.problem import THOUSANDTHS, Problem, Rule, fit_of

Terms = dict[int, int]
MANY = 1_000
"""No module is proposed in larger quantities than this."""


@dataclass
class Program:
    """Variables run from 0 to their `upper` and are whole, but for `shares`, which are whole by themselves where
    something is best; each row is a sum of terms (factor by variable) between two numbers, and belongs to the
    condition that it is called after."""

    upper: list[int] = field(default_factory=list)
    shares: set[int] = field(default_factory=set)
    rows: list[tuple[Terms, float, float, str]] = field(default_factory=list)

    def variable(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def at_most(self, terms: Terms, most: int, name: str) -> None:
        self.rows.append((terms, -inf, most, name))

    def at_least(self, terms: Terms, least: int, name: str) -> None:
        self.rows.append((terms, least, inf, name))


@dataclass
class Composing:
    """The program of a problem: `count` and `there` are the variables of a module, how many and whether at all.

    `value`, `price` and `unusual` are what can be maximised or bounded.
    """

    program: Program
    count: dict[int, int]
    there: dict[int, int]
    value: Terms
    price: Terms
    unusual: Terms
    served: Terms

    def other_than(self, chosen: frozenset[int]) -> tuple[Terms, int]:
        """A row that says: at least one module more or fewer than these."""
        return {var: (-1 if id_ in chosen else 1) for id_, var in self.there.items()}, 1 - len(chosen)

    def without(self, modules: frozenset[int], number: int) -> tuple[Terms, int]:
        """A row that says: so many of these modules are not there; the sum is at most the number."""
        return {self.there[id_]: 1 for id_ in modules if id_ in self.there}, len(modules) - number


def program_of(problem: Problem, without: Collection[int] = ()) -> Composing:
    """`without` are modules that are known not to be there: nothing is stated of them."""
    program = Program()
    most = most_of(problem)
    count: dict[int, int] = {}
    there: dict[int, int] = {}
    for module in problem.modules:
        if (id_ := module.id) in without:
            continue
        count[id_] = program.variable(most[id_])
        there[id_] = count[id_] if most[id_] <= 1 else program.variable(1)
        if most[id_] > 1:
            program.at_most({count[id_]: 1, there[id_]: -most[id_]}, 0, "")
            program.at_least({count[id_]: 1, there[id_]: -1}, 0, "")
    _state_rules(problem, program, count, there)
    _state_limits(problem, program, count)
    value, served = _state_serving(problem, program, there)
    return Composing(
        program, count, there, value,
        price={count[m.id]: m.price for m in problem.modules if m.price and m.id in count},
        unusual={there[m.id]: 1 for m in problem.modules if not m.is_standard and m.id in there},
        served=served,
    )  # fmt: skip


def most_of(problem: Problem) -> dict[int, int]:
    """How many of each module there may be: one, unless somebody or a rule asks for more, and never too many."""
    most = {module.id: max(1, problem.required.get(module.id, 1)) for module in problem.modules}
    modules = problem.by_id
    for _round in range(len(modules)):
        before = dict(most)
        for rule in problem.rules:
            if rule.other in most and rule.kind == "requires":
                wanted = -(-rule.quantity * most.get(rule.module, 0) // THOUSANDTHS)
                most[rule.other] = max(most[rule.other], wanted)
        for other, used in _use(problem, most).items():
            if other in modules and modules[other].capacity:
                most[other] = max(most[other], -(-used // modules[other].capacity))
        most = {id_: min(number, MANY) for id_, number in most.items()}
        if most == before:
            break
    limits = {m.id: m.at_most for m in problem.modules if m.at_most is not None}
    return {id_: min(number, limits.get(id_, MANY)) for id_, number in most.items()}


def _use(problem: Problem, most: Mapping[int, int]) -> dict[int, int]:
    used: dict[int, int] = {}
    for rule in problem.rules:
        if rule.kind == "uses":
            used[rule.other] = used.get(rule.other, 0) + rule.quantity * most.get(rule.module, 0)
    return used


def _state_rules(problem: Problem, program: Program, count: dict[int, int], there: dict[int, int]) -> None:
    for rule in problem.rules:
        if rule.kind == "requires":
            _state_requirement(problem, program, rule, count)
        elif rule.kind == "excludes":
            _state_exclusion(problem, program, rule, there)
    modules = problem.by_id
    for other, free in free_capacity(problem).items():
        users: Terms = {}
        for rule in problem.rules:
            if rule.kind == "uses" and rule.other == other and rule.module in count:
                users[count[rule.module]] = users.get(count[rule.module], 0) + rule.quantity
        if other in count:
            users[count[other]] = users.get(count[other], 0) - modules[other].capacity
        program.at_most(users, free, f"uses {other}")
        _state_carriers(problem, program, there, other, free)


def _state_carriers(problem: Problem, program: Program, there: dict[int, int], other: int, free: int) -> None:
    """Who uses more than what is free is there only with one more of what carries it. The sum of all users says so
    as well, but of whole units only; said of each, half a unit carries half of a user, and bounds are far nearer."""
    for rule in problem.rules:
        if rule.kind == "uses" and rule.other == other != rule.module in there and rule.quantity > free:
            terms = {there[rule.module]: 1} | ({there[other]: -1} if other in there else {})
            program.at_most(terms, 0, f"uses {other}")


def _state_requirement(problem: Problem, program: Program, rule: Rule, count: dict[int, int]) -> None:
    if rule.module not in count:
        return
    terms = {count[rule.module]: -rule.quantity}
    if rule.other in count:
        terms[count[rule.other]] = terms.get(count[rule.other], 0) + THOUSANDTHS
    owned = THOUSANDTHS * problem.owned.get(rule.other, 0)
    program.at_least(terms, -owned, f"requires {rule.module} {rule.other}")


def _state_exclusion(problem: Problem, program: Program, rule: Rule, there: dict[int, int]) -> None:
    name = f"excludes {rule.module} {rule.other}"
    for one, another in ((rule.module, rule.other), (rule.other, rule.module)):
        if one in there and problem.owned.get(another):
            program.at_most({there[one]: 1}, 0, name)
    if rule.module in there and rule.other in there and rule.module != rule.other:
        program.at_most({there[rule.module]: 1, there[rule.other]: 1}, 1, name)


def _state_limits(problem: Problem, program: Program, count: dict[int, int]) -> None:
    for id_, least in problem.required.items():
        program.at_least({count[id_]: 1} if id_ in count else {}, least, f"required {id_}")
    for id_ in sorted(problem.forbidden & count.keys()):
        program.at_most({count[id_]: 1}, 0, f"forbidden {id_}")
    if problem.budget is not None:
        prices = {count[m.id]: m.price for m in problem.modules if m.price and m.id in count}
        program.at_most(prices, problem.budget, "budget")
    if problem.keeps_floor:
        gains = {count[m.id]: m.price - m.floor for m in problem.modules if m.price != m.floor and m.id in count}
        program.at_least(gains, 0, "floor")


def _state_serving(problem: Problem, program: Program, there: dict[int, int]) -> tuple[Terms, Terms]:
    """A need is served as well as the module fits it that is there and fits it best.

    For each fit that some module has, a share says whether the need is served so well or better: as far as a module of
    this fit is there, or it is served better still. Shares follow by themselves from which modules are there.
    """
    value: Terms = {}
    served: Terms = {}
    for wish in problem.wishes:
        able: dict[int, list[int]] = {}
        for module in problem.modules:
            if module.id in there and (fit := fit_of(problem, module, wish.id)):
                able.setdefault(fit, []).append(there[module.id])
        fits, better = sorted(able, reverse=True), None
        for place, fit in enumerate(fits):
            below = fits[place + 1] if place + 1 < len(fits) else 0
            share = program.variable(1)
            program.shares.add(share)
            terms = dict.fromkeys(able[fit], 1) | {share: -1}
            program.at_least(terms if better is None else terms | {better: 1}, 0, "")
            value[share] = wish.weight * (fit - below)
            if not below:
                served[share] = 1
            better = share
    return value, served
