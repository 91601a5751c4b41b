"""Whether quantities of modules keep every condition, in whole numbers: the solver's answer is held to it as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from setia.domains.sales.composing.problem import THOUSANDTHS, Problem, Rule

Fault = Literal["rule", "at most", "required", "forbidden", "unknown", "budget", "floor"]


@dataclass(frozen=True, slots=True)
class Breach:
    """What is broken: the rule, or the module; `by` how much of it is missing or too much."""

    fault: Fault
    module: int = 0
    rule: Rule | None = None
    by: int = 0


def breaches(problem: Problem, quantities: Mapping[int, int]) -> list[Breach]:
    """Every condition that does not hold; none where the quantities are a composition."""
    modules = problem.by_id
    found = [Breach("unknown", id_) for id_, count in quantities.items() if count and id_ not in modules]
    for id_, count in quantities.items():
        limit = modules[id_].at_most if id_ in modules else None
        if limit is not None and count > limit:
            found.append(Breach("at most", id_, by=count - limit))
        if count and id_ in problem.forbidden:
            found.append(Breach("forbidden", id_))
    for id_, least in problem.required.items():
        if quantities.get(id_, 0) < least:
            found.append(Breach("required", id_, by=least - quantities.get(id_, 0)))
    found += broken_rules(problem, quantities)
    known = {id_: count for id_, count in quantities.items() if id_ in modules}
    price = sum(modules[id_].price * count for id_, count in known.items())
    floor = sum(modules[id_].floor * count for id_, count in known.items())
    if problem.budget is not None and price > problem.budget:
        found.append(Breach("budget", by=price - problem.budget))
    if problem.keeps_floor and price < floor:
        found.append(Breach("floor", by=floor - price))
    return found


def broken_rules(problem: Problem, quantities: Mapping[int, int]) -> list[Breach]:
    found: list[Breach] = []
    for rule in problem.rules:
        if rule.kind == "uses":
            continue
        here, there = quantities.get(rule.module, 0), quantities.get(rule.other, 0)
        owned = problem.owned.get(rule.other, 0)
        wanted = -(-rule.quantity * here // THOUSANDTHS)
        if rule.kind == "requires" and here and there + owned < wanted:
            found.append(Breach("rule", rule.module, rule, int(wanted - there - owned)))
        if rule.kind == "excludes" and (here and (there or owned) or there and problem.owned.get(rule.module, 0)):
            found.append(Breach("rule", rule.module, rule))
    return found + _overused(problem, quantities)


def free_capacity(problem: Problem) -> dict[int, int]:
    """What of the capacity that the customer owns is not used by what they own, in thousandths."""
    free: Counter[int] = Counter()
    modules = problem.by_id
    for other in {rule.other for rule in problem.rules if rule.kind == "uses"}:
        capacity = modules[other].capacity if other in modules else 0
        free[other] = capacity * problem.owned.get(other, 0)
    for rule in problem.rules:
        if rule.kind == "uses":
            free[rule.other] -= rule.quantity * problem.owned.get(rule.module, 0)
    return {other: max(0, left) for other, left in free.items()}


def _overused(problem: Problem, quantities: Mapping[int, int]) -> list[Breach]:
    modules, found = problem.by_id, []
    for other, free in free_capacity(problem).items():
        users = [rule for rule in problem.rules if rule.kind == "uses" and rule.other == other]
        used = sum(rule.quantity * quantities.get(rule.module, 0) for rule in users)
        brought = modules[other].capacity * quantities.get(other, 0) if other in modules else 0
        if used > free + brought:
            guilty = next(rule for rule in users if quantities.get(rule.module))
            over = -(-(used - free - brought) // THOUSANDTHS)
            found.append(Breach("rule", guilty.module, guilty, int(over)))
    return found
