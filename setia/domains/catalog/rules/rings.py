"""Rules that nobody could ever fulfil: modules that end up requiring more of themselves, or what they exclude."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from setia.domains.catalog.rules.checks import EXCLUDES, REQUIRES, Rule

Names = Mapping[int, str]
Way = tuple[int, ...]
Requirements = Mapping[int, Mapping[int, Fraction]]


def required_by(rules: Iterable[Rule]) -> Requirements:
    """What each module requires of which others."""
    found: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for rule in rules:
        if rule.kind == REQUIRES:
            most = found[rule.product_id].get(rule.other_id, Fraction(0))
            found[rule.product_id][rule.other_id] = max(Fraction(rule.quantity), most)
    return found


def growing_ring(start: int, requirements: Requirements) -> Way | None:
    """A way of requirements back to where it began on which more of a module is required than there is.

    Two modules that require one of each other are sold together, and that is fine; one that requires two of a module
    which requires one of it would need ever more. What is required of each module at least is raised as often as
    there are modules; where it still rises then, there is such a ring (the algorithm of Bellman and Ford).
    """
    reached = all_required(start, requirements)
    most, before = {start: Fraction(1)}, dict[int, int]()
    rising = start
    for _round in range(len(reached) + 1):
        is_rising = False
        for here in list(most):
            for other, quantity in requirements.get(here, {}).items():
                if most[here] * quantity > most.get(other, 0):
                    most[other], before[other] = most[here] * quantity, here
                    rising, is_rising = other, True
        if not is_rising:
            return None
    for _step in reached:
        rising = before[rising]
    ring = [rising]
    while len(ring) == 1 or ring[-1] != rising:
        ring.append(before[ring[-1]])
    return tuple(reversed(ring))


def all_required(start: int, requirements: Requirements) -> dict[int, Way]:
    """Everything that a module requires, over others too, with the way there; the module itself first."""
    ways: dict[int, Way] = {start: (start,)}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        for other in requirements.get(here, {}):
            if other not in ways:
                ways[other] = (*ways[here], other)
                waiting.append(other)
    return ways


def contradiction(start: int, rules: Iterable[Rule]) -> tuple[Way, Way] | None:
    """Two ways from a module to modules that it requires and that exclude each other; the second may be itself."""
    rules = list(rules)
    ways = all_required(start, required_by(rules))
    for rule in rules:
        if rule.kind == EXCLUDES and rule.product_id in ways and rule.other_id in ways:
            return ways[rule.product_id], ways[rule.other_id]
    return None


def said(way: Way, names: Names) -> str:
    """ "A → B → C"."""
    return " → ".join(names.get(id_, str(id_)) for id_ in way)
