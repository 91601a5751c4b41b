"""Rules between modules, and what they say of an offer."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.domains.catalog.rules.checks import Rule, free_capacity, violations
from setia.domains.catalog.rules.queries import rules_among
from setia.domains.catalog.rules.rings import growing_ring, required_by
from setia.foundation.errors import Invalid
from tests.acting import change, make, make_many

A, B, C, D = 1, 2, 3, 4


def modules(**limits: Any) -> dict[int, Any]:
    """A to D; `a=` says what is special about A."""
    usual = {"capacity": None, "at_most": None}
    return {
        id_: SimpleNamespace(name=name, **{**usual, **limits.get(name.lower(), {})})
        for id_, name in zip((A, B, C, D), "ABCD", strict=True)
    }


def amounts(**given: int | str) -> dict[int, Decimal]:
    return {"ABCD".index(name) + 1: Decimal(quantity) for name, quantity in given.items()}


def words(chosen: Any, owned: Any, *rules: Rule, **limits: Any) -> list[str]:
    return [one.words for one in violations(chosen, owned, rules, modules(**limits))]


def test_what_is_required_may_be_in_the_offer_or_owned_already() -> None:
    rule = Rule("requires", A, B, Decimal(2))
    assert words(amounts(A=2, B=3), {}, rule) == ["“A” requires 4 of “B”; there are 3."]
    assert words(amounts(A=2, B=3), amounts(B=1), rule) == []
    assert words(amounts(B=1), {}, rule) == []


def test_what_is_excluded_stands_neither_in_the_offer_nor_at_the_customer() -> None:
    rule = Rule("excludes", A, B)
    assert words(amounts(A=1, B=1), {}, rule) == ["“A” and “B” exclude each other."]
    assert words(amounts(A=1), amounts(B=1), rule) == ["“A” cannot stand beside “B”, which the customer has."]
    assert words(amounts(B=1), amounts(A=1), rule) == ["“B” cannot stand beside “A”, which the customer has."]
    assert words(amounts(C=1), amounts(A=1, B=1), rule) == []


def test_capacity_is_shared_by_all_that_use_it_and_taken_by_what_the_customer_owns() -> None:
    rules = (Rule("uses", A, C, Decimal(3)), Rule("uses", B, C, Decimal(1)))
    limits: Any = {"c": {"capacity": Decimal(10)}}
    assert words(amounts(A=3, B=1, C=1), {}, *rules, **limits) == []
    assert words(amounts(A=3, B=2, C=1), {}, *rules, **limits) == [
        "11 of the capacity of “C” are used, 10 are free: add more of it."
    ]
    assert words(amounts(A=1), amounts(B=8, C=1), *rules, **limits) == [
        "3 of the capacity of “C” are used, 2 are free: add more of it."
    ]
    # What is short at the customer's today is no fault of the offer, but leaves nothing free.
    assert words(amounts(C=1), amounts(A=9, C=1), *rules, **limits) == []
    assert words(amounts(A=1), amounts(A=9, C=1), *rules, **limits) != []


def test_an_offer_holds_at_most_what_the_module_says() -> None:
    limits: Any = {"a": {"at_most": Decimal(1)}}
    assert words(amounts(A=2), amounts(A=5), **limits) == ["An offer holds at most 1 of “A”, not 2."]
    assert words(amounts(A=1), amounts(A=5), **limits) == []
    assert words(amounts(A="-1"), {}) == ["“A”: give a quantity above zero."]


QUANTITIES = st.dictionaries(st.sampled_from((A, B, C, D)), st.integers(0, 5).map(Decimal), max_size=4)
RULES = st.lists(
    st.builds(
        Rule, st.sampled_from(("requires", "excludes", "uses")), st.sampled_from((A, B)), st.sampled_from((C, D)),
        st.integers(1, 4).map(Decimal),
    ), max_size=5,
)  # fmt: skip


@given(QUANTITIES, QUANTITIES, RULES)
def test_an_empty_offer_breaks_no_rule_and_order_does_not_matter(chosen: Any, owned: Any, rules: Any) -> None:
    known = modules(c={"capacity": Decimal(7)}, d={"capacity": Decimal(3)})
    assert violations({}, owned, rules, known) == []
    found = violations(chosen, owned, rules, known)
    assert violations(dict(reversed(chosen.items())), owned, list(reversed(rules)), known) == found
    for rule in rules:
        assert free_capacity(known[rule.other_id].capacity, owned, rule.other_id, rules) >= 0


@given(QUANTITIES, RULES)
def test_whoever_owns_more_of_what_is_required_is_refused_no_more(chosen: Any, rules: Any) -> None:
    needed = [rule for rule in rules if rule.kind == "requires"]
    found = violations(chosen, {}, needed, modules())
    plenty = dict.fromkeys((C, D), Decimal(100))
    assert violations(chosen, plenty, needed, modules()) == []
    assert len(found) <= len(set(needed))


def rule(kind: str, one: Any, other: Any, **values: Any) -> Any:
    return make("module-rules", kind=kind, product=one.pk, other=other.pk, **values)


@pytest.fixture
def abc() -> list[Any]:
    return [make("products", name=f"Module {letter}", kind="module", capacity="10") for letter in "ABC"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "expected"), [("requires", "require itself"), ("excludes", "exclude itself"), ("uses", "its own capacity")]
)
def test_a_module_has_no_rule_with_itself(abc: list[Any], kind: str, expected: str) -> None:
    with pytest.raises(Invalid, match=expected):
        rule(kind, abc[0], abc[0])


@pytest.mark.django_db
def test_modules_may_require_each_other_but_not_ever_more(abc: list[Any]) -> None:
    a, b, c = abc
    rule("requires", a, b)
    rule("requires", b, c, quantity="2")
    with pytest.raises(Invalid, match="No quantity would ever be enough: Module . → Module . → Module . → Module ."):
        rule("requires", c, a)
    rule("requires", c, a, quantity="0.5")


@pytest.mark.django_db
def test_a_module_does_not_require_what_it_excludes_however_far_away(abc: list[Any]) -> None:
    a, b, c = abc
    rule("requires", a, b)
    with pytest.raises(Invalid, match=r"excludes what it requires \(Module A → Module B\)"):
        rule("excludes", b, a)
    rule("requires", b, c)
    with pytest.raises(Invalid, match=r"excludes what it requires \(Module A → Module B → Module C\)"):
        rule("excludes", a, c)
    d = make("products", name="Module D", kind="module")
    rule("excludes", c, d)
    with pytest.raises(Invalid, match="requires modules that exclude each other"):
        rule("requires", a, d)


@pytest.mark.django_db
def test_rules_that_contradict_each_other_in_one_file_are_refused(abc: list[Any]) -> None:
    a, b, _c = abc
    rows = [{"product_id": a.pk, "kind": kind, "other_id": b.pk} for kind in ("requires", "excludes")]
    with pytest.raises(Invalid, match="excludes what it requires"):
        make_many("module-rules", rows)


@pytest.mark.django_db
def test_exclusion_is_kept_once_and_counts_both_ways(abc: list[Any]) -> None:
    a, b, c = abc
    rule("excludes", a, b)
    with pytest.raises(Invalid, match="already there"):
        rule("excludes", b, a)
    rule("requires", c, b)
    assert [(one.kind, one.product_id, one.other_id) for one in rules_among([b.pk])] == [("excludes", a.pk, b.pk)]
    assert len(rules_among([b.pk, c.pk])) == 2


@pytest.mark.django_db
def test_nonsense_about_modules_is_refused(abc: list[Any]) -> None:
    a, b, _c = abc
    with pytest.raises(Invalid, match="above zero"):
        change(a, at_most="0")
    with pytest.raises(Invalid):
        change(a, at_most="-1")
    with pytest.raises(Invalid, match="above zero"):
        rule("requires", a, b, quantity="0")
    with pytest.raises(Invalid, match="brings no capacity"):
        rule("uses", a, make("products", name="Cable"))


EDGES = st.dictionaries(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).filter(lambda pair: pair[0] != pair[1]),
    st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)]), max_size=9,
)  # fmt: skip


def grows_by_hand(start: int, edges: dict[tuple[int, int], Decimal]) -> bool:
    """Every simple ring that can be reached, one by one."""
    reached, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for one, other in edges:
            if one == here and other not in reached:
                reached.add(other)
                waiting.append(other)

    def walk(first: int, way: tuple[int, ...], product: Decimal) -> bool:
        for (one, other), quantity in edges.items():
            if one != way[-1]:
                continue
            if other == first and product * quantity > 1:
                return True
            if other not in way and walk(first, (*way, other), product * quantity):
                return True
        return False

    return any(walk(first, (first,), Decimal(1)) for first in reached)


@given(EDGES)
def test_a_ring_that_needs_ever_more_is_found_wherever_it_is(edges: dict[tuple[int, int], Decimal]) -> None:
    rules = [Rule("requires", one, other, quantity) for (one, other), quantity in edges.items()]
    ring = growing_ring(1, required_by(rules))
    assert bool(ring) == grows_by_hand(1, edges)
    if ring:
        assert ring[0] == ring[-1]
        around = Decimal(1)
        for pair in zip(ring, ring[1:], strict=False):
            around *= edges[pair]
        assert around > 1
