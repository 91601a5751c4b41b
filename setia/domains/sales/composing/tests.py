"""Compositions keep every condition and serve best: compared with trying everything, and with what looks best."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setia.domains.sales.composing import solving
from setia.domains.sales.composing.choosing import BEST, NEARLY, STILL, compositions, conflicts
from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.problem import Composition, Module, Problem, Rule, Wish, composition_of
from setia.domains.sales.composing.program import most_of, program_of
from setia.domains.sales.composing.proposing import proposals
from setia.domains.sales.composing.saying import explained
from setia.foundation.errors import Refusal

THOUSAND = 1_000


@st.composite
def problems(draw: Any, most: int = 5) -> Problem:
    ids = list(range(1, draw(st.integers(1, most)) + 1))
    needs = list(range(1, draw(st.integers(1, 3)) + 1))
    modules = []
    for id_ in ids:
        price = draw(st.integers(0, 60)) * 100
        floor = draw(st.integers(0, 80)) * 100
        fits = draw(st.dictionaries(st.sampled_from(needs), st.integers(1, 10), max_size=3))
        modules.append(Module(
            id_, f"Module {id_}", price, floor // 2, floor, fits, draw(st.sampled_from([None, 1, 2])),
            draw(st.sampled_from([0, 0, 1_500, 3_000])), draw(st.booleans()),
        ))  # fmt: skip
    some = st.sampled_from(ids)
    rules = draw(st.lists(st.builds(
        Rule, st.sampled_from(["requires", "excludes", "uses"]), some, some, st.sampled_from([500, 1_000, 2_000]),
    ), max_size=4))  # fmt: skip
    return Problem(
        tuple(modules), tuple(Wish(n, f"Need {n}", draw(st.integers(1, 100))) for n in needs),
        tuple(rule for rule in rules if rule.module != rule.other),
        owned=draw(st.dictionaries(some, st.integers(1, 2), max_size=1)),
        budget=draw(st.none() | st.integers(0, 150).map(lambda n: n * 100)),
        keeps_floor=draw(st.booleans()),
        required=draw(st.dictionaries(some, st.integers(1, 2), max_size=1)),
        forbidden=frozenset(draw(st.lists(some, max_size=1))),
    )  # fmt: skip


def by_trying_everything(problem: Problem) -> Composition | None:
    """As many of each module as there may be: one, or what somebody or a rule asks for. A second one that nobody
    asked for would only be there to pay for the others."""
    return max(everything(problem), key=lambda one: (one.value, -one.price), default=None)


def everything(problem: Problem) -> list[Composition]:
    most = most_of(problem)
    ranges = (range(min(most[module.id], 4) + 1) for module in problem.modules)
    found = (composition_of(problem, dict(zip(most, counts, strict=True))) for counts in product(*ranges))
    return [one for one in found if not breaches(problem, one.quantities)]


def by_taking_what_looks_best(problem: Problem) -> Composition:
    """One module after the other, with what it requires: whatever adds most for its price and still fits."""
    quantities: dict[int, int] = {}
    while True:
        now = composition_of(problem, quantities)
        steps = []
        for module in problem.modules:
            wanted = completed(problem, {**quantities, module.id: quantities.get(module.id, 0) + 1})
            then = composition_of(problem, wanted)
            if then.value > now.value and not breaches(problem, wanted):
                steps.append(((then.value - now.value) / max(then.price - now.price, 1), module.id, wanted))
        if not steps:
            return now
        quantities = max(steps)[2]


def completed(problem: Problem, quantities: dict[int, int]) -> dict[int, int]:
    for _round in range(5):
        for fault in breaches(problem, quantities):
            if fault.rule and fault.rule.kind != "excludes" and fault.rule.other in problem.by_id:
                other = fault.rule.other
                quantities = {**quantities, other: quantities.get(other, 0) + max(1, fault.by)}
    return quantities


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems())
def test_nothing_serves_better_than_what_is_proposed(problem: Problem) -> None:
    best = by_trying_everything(problem)
    found = compositions(problem)
    for _kind, one in found:
        assert breaches(problem, one.quantities) == []
    if best is None:
        assert found == []
        assert conflicts(problem)
    elif found:
        first = found[0][1]
        assert (first.value, first.price) == (best.value, best.price)
        assert len({one.chosen for _kind, one in found}) == len(found)
    else:
        assert best.value == 0


@pytest.mark.parametrize(("nearby", "few", "many"), [(0, 200, 4_000), (0, 1, 4_000), (1, 200, 1)])
def test_what_stands_beside_the_best_is_the_best_of_its_kind_however_the_search_goes(
    monkeypatch: pytest.MonkeyPatch, nearby: int, few: int, many: int
) -> None:
    """With next to no modules to begin with, and given up at once for the solver as a whole."""
    for name, number in (("NEARBY", nearby), ("FEW", few), ("MANY", many)):
        monkeypatch.setattr(solving, name, number)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(problems(most=6))
    def each(problem: Problem) -> None:
        found = compositions(problem)
        if not found:
            return
        allowed, best = everything(problem), found[0][1]
        assert (best.value, -best.price) == max((one.value, -one.price) for one in allowed)
        for kind, one in found[1:]:
            if kind == "cheapest":
                nearly = [other for other in allowed if 100 * other.value >= NEARLY * best.value]
                assert (one.price, -one.value) == min((other.price, -other.value) for other in nearly)
            if kind == "standard":
                plain = [o for o in allowed if o.unusual <= one.unusual and 100 * o.value >= STILL * best.value]
                assert (one.value, -one.price) == max((other.value, -other.price) for other in plain)
            if kind == "complete":
                more = [other for other in allowed if len(other.served) > len(best.served)]
                assert (one.value, -one.price) == max((other.value, -other.price) for other in more)

    each()


@pytest.mark.parametrize("seed", range(1, 5))
def test_leaving_out_what_is_worse_loses_nothing_that_the_solver_finds_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    problem = larger(seed)
    composing = program_of(problem)
    rows = [(terms, low, high) for terms, low, high, _name in composing.program.rows]
    whole = solving.solved(composing.program, BEST.costs(composing), rows)
    assert whole is not None
    value = composition_of(problem, {id_: round(whole[var]) for id_, var in composing.count.items()}).value
    for nearby in (0, 20):
        monkeypatch.setattr(solving, "NEARBY", nearby)
        best = solving.Solver(problem).best(BEST)
        assert best is not None
        assert best.value == value


def larger(seed: int) -> Problem:
    """Forty modules, twelve needs, money for half of what would serve."""
    chance = Random(seed)  # noqa: S311
    modules = []
    for id_ in range(1, 41):
        price = chance.randint(10, 200) * 100
        fits = {need: chance.randint(1, 10) for need in chance.sample(range(1, 13), 3)} if id_ > 3 else {}
        modules.append(Module(id_, f"Module {id_}", price, 0, round(price * chance.uniform(0.5, 1.2)), fits,
                              capacity=4_000 if id_ <= 3 else 0))  # fmt: skip
    pairs = [(id_, chance.randint(1, id_ - 1)) for id_ in range(4, 41)]
    rules = [Rule(chance.choice(("requires", "excludes", "uses")), one, other if n % 3 else 1 + n % 3)
             for n, (one, other) in enumerate(pairs)]  # fmt: skip
    wishes = tuple(Wish(need, f"Need {need}", chance.randint(1, 100)) for need in range(1, 13))
    return Problem(tuple(modules), wishes, tuple(rules), budget=40_000)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=12))
def test_what_is_proposed_is_never_worse_than_taking_what_looks_best(problem: Problem) -> None:
    hasty = by_taking_what_looks_best(problem)
    if not breaches(problem, hasty.quantities) and (found := compositions(problem)):
        assert found[0][1].value >= hasty.value


def test_a_need_that_two_modules_serve_counts_once_with_the_better_one() -> None:
    modules = (Module(1, "Good", 100, fits={1: 6}), Module(2, "Better", 150, fits={1: 9}))
    problem = Problem(modules, (Wish(1, "Water", 10),))
    assert composition_of(problem, {1: 1, 2: 1}).value == 90
    assert compositions(problem)[0][1].quantities == {2: 1}


def test_a_module_comes_with_what_it_requires_unless_the_customer_has_it() -> None:
    modules = (Module(1, "Alarm", 100, fits={1: 9}), Module(2, "Gateway", 70, capacity=4_000))
    rules = (Rule("requires", 1, 2), Rule("uses", 1, 2, 3_000))
    problem = Problem(modules, (Wish(1, "Safety", 10),), rules)
    assert compositions(problem)[0][1].quantities == {1: 1, 2: 1}
    owning = Problem(modules, problem.wishes, rules, owned={2: 1})
    assert compositions(owning)[0][1].quantities == {1: 1}
    crowded = Problem(modules, problem.wishes, rules, owned={1: 1, 2: 1}, required={1: 1})
    assert compositions(crowded)[0][1].quantities == {1: 1, 2: 1}


def test_a_module_whose_floor_is_above_its_price_is_carried_by_others_or_left_out() -> None:
    dear = Module(1, "Below its floor", 100, 90, 120, {1: 9})
    rich = Module(2, "With room", 100, 20, 30, {2: 5})
    wishes = (Wish(1, "One", 10), Wish(2, "Two", 1))
    assert compositions(Problem((dear,), wishes)) == []
    assert compositions(Problem((dear, rich), wishes))[0][1].quantities == {1: 1, 2: 1}


def test_conditions_that_contradict_each_other_are_named() -> None:
    modules = (Module(1, "Alarm", 100, fits={1: 9}), Module(2, "Gateway", 70), Module(3, "Chair", 5))
    rules = (Rule("requires", 1, 2),)
    problem = Problem(modules, (Wish(1, "Safety", 10),), rules, budget=120, required={1: 1, 3: 1})
    assert sorted(conflicts(problem)) == ["budget", "required 1", "requires 1 2"]
    words = explained(problem, conflicts(problem))
    assert "budget is not exceeded" in words
    assert "Alarm requires Gateway" in words
    assert "Chair" not in words


def test_every_line_has_its_reason_and_refusals_are_words() -> None:
    modules = (Module(1, "Alarm", 100, fits={1: 9}), Module(2, "Gateway", 70), Module(3, "Chair", 5))
    problem = Problem(modules, (Wish(1, "Safety", 10),), (Rule("requires", 1, 2),), required={3: 1})
    best = proposals(problem)[0]
    assert best.reasons == {
        1: "Serves “Safety” (weight 10) with 9 of 10", 2: "Required by Alarm", 3: "Asked for by hand",
    }  # fmt: skip
    with pytest.raises(Refusal, match="must not be in it"):
        proposals(Problem(modules, problem.wishes, required={1: 1}, forbidden=frozenset({1})))
    with pytest.raises(Refusal, match="Nothing is known"):
        proposals(Problem(modules, ()))
