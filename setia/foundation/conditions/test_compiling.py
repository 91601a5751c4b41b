"""Conditions over real rows: what is found, on the database the tests run on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any as Anything
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from setia.foundation.conditions import (
    OPERATORS,
    Condition,
    Not,
    Scalar,
    Test,
    all_of,
    any_of,
    compile,
    parse,
)
from setia.foundation.conditions.scratch import FILTERS, Deal, tables
from setia.foundation.errors import Malformed

TODAY = date(2017, 3, 15)
ADA = 1


@pytest.fixture(scope="module", autouse=True)
def deals(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), tables():
        yield


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test may read."""


def found(condition: Condition | str, **more: Anything) -> list[int]:
    tree = parse(condition) if isinstance(condition, str) else condition
    q = compile(tree, FILTERS.get, today=TODAY, me=ADA, possible=FILTERS, **more)
    rows = Deal.objects.alias(double=models.F("amount") * 2)
    first = Deal.objects.order_by("id").values_list("id", flat=True)[0]
    return [id_ - first for id_ in rows.filter(q).order_by("id").values_list("id", flat=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("amount > 0", [0]),
        ("amount < 10", [2, 3]),
        ("amount between -5 and 0", [2, 3]),
        ("double = 1000", [0]),
        ("double != 1000", [1, 2, 3, 4, 5]),
        ("not double < 1000", [0, 1, 4, 5]),
        ("double is empty", [1, 4, 5]),
        ("amount = 500", [0]),
        ("amount != 500", [1, 2, 3, 4, 5]),
        ("not amount = 500", [1, 2, 3, 4, 5]),
        ("not amount > 0", [1, 2, 3, 4, 5]),
        ("not amount between -5 and 0", [0, 1, 4, 5]),
        ("amount in (0, 500)", [0, 2]),
        ("amount not in (0, 500)", [1, 3, 4, 5]),
        ("amount is empty", [1, 4, 5]),
        ("amount is not empty", [0, 2, 3]),
        ("not amount is not empty", [1, 4, 5]),
        ("id is empty", []),
        ("id is not empty", [0, 1, 2, 3, 4, 5]),
        ("id is not empty or amount = 0", [0, 1, 2, 3, 4, 5]),
        ("name = ACME", [1]),
        ("name != acme", [0, 2, 3, 4, 5]),
        ("name contains gener", [0]),
        ("name contains SOCIÉTÉ", [0]),
        ("name starts with acm", [1, 3]),
        ("name is empty", [2, 4, 5]),
        ('name = ""', [2, 4, 5]),
        ('name != ""', [0, 1, 3]),
        ("nick contains 100%", [1]),
        ("nick contains 1_0", []),
        ("nick is empty", [0, 2, 3, 4, 5]),
        ("nick starts with THE", [1]),
        ("closed = today", [1]),
        ("closed = this month", [1]),
        ("closed != this month", [0, 2, 3, 4, 5]),
        ("closed = last month", [2]),
        ("closed < this year", [5]),
        ("closed >= this year", [1, 2]),
        ("closed > last month", [1]),
        ("closed <= last month", [2, 5]),
        ("closed > -30d", [1, 2]),
        ("closed between last year and last month", [2, 5]),
        ("closed in (last year, today)", [1, 5]),
        ("closed in (last year, 2017-02-28)", [2, 5]),
        ("due is empty", [0, 1, 2, 5]),
        ("due > 2017-01-01", [3, 4]),
        ("not due > 2017-03-10", [0, 1, 2, 3, 5]),
        ("made = 2017-03-15", [5]),
        ("owner = me", [0]),
        ("owner is bo", [2]),
        ("owner = sales", [0, 2]),
        ("owner != sales", [1, 3, 4, 5]),
        ("owner in (me, bo)", [0, 2]),
        ("stage.status = won", [0, 4]),
        ("stage.status != won", [1, 2, 3, 5]),
        ("not stage.status = won", [1, 2, 3, 5]),
        ("stage.status is empty", [2, 3, 5]),
        ("tag = big", [0, 1]),
        ("tag != big", [2, 3, 4, 5]),
        ("not tag = big", [2, 3, 4, 5]),
        ("tag = big and tag = old", [0]),
        ("tag in (big, old)", [0, 1]),
        ("tag is empty", [2, 4, 5]),
        ("tag is not empty", [0, 1, 3]),
        ("amount = 0 or tag = old", [0, 2]),
        ("not (amount = 0 or tag = old)", [1, 3, 4, 5]),
    ],
)
def test_the_condition_finds(text: str, expected: list[int]) -> None:
    assert found(text) == expected


def test_a_day_of_moments_is_the_readers_day() -> None:
    assert found("made = 2017-03-15", zone=ZoneInfo("Asia/Jakarta")) == [4]
    assert found("made = today", zone=ZoneInfo("Asia/Jakarta")) == [4]
    assert found("made >= 2017-03-16", zone=ZoneInfo("Asia/Jakarta")) == [5]


values: dict[str, st.SearchStrategy[Scalar]] = {
    "name": st.sampled_from(["acme", "é", "", "%"]),
    "nick": st.sampled_from(["the", "", "_"]),
    "id": st.integers(-2, 9),
    "amount": st.integers(-6, 600),
    "closed": st.sampled_from(["today", "last month", "2017-02-28", "-1y"]),
    "due": st.sampled_from(["today", "2017-03-01", "2017-04-01"]),
    "made": st.sampled_from(["today", "2017-03-15", "this year"]),
    "owner": st.sampled_from(["me", "bo", "sales"]),
    "stage.status": st.sampled_from(["won", "x"]),
    "tag": st.sampled_from(["big", "old", ""]),
}


@st.composite
def tests(draw: st.DrawFn) -> Test:
    field = draw(st.sampled_from(sorted(values)))
    ordered = set(OPERATORS) if field in ("name", "nick", "closed", "due", "made") else {*["=", "!=", "in"], "not in"}
    operator = draw(st.sampled_from([o for o in OPERATORS if o in FILTERS[field].kind.operators & ordered]))
    if operator.startswith("is"):
        return Test(field, operator)
    if operator in ("in", "not in"):
        return Test(field, operator, tuple(draw(st.lists(values[field], min_size=1, max_size=3))))
    if operator == "between":
        return Test(field, operator, (draw(values[field]), draw(values[field])))
    return Test(field, operator, draw(values[field]))


conditions = st.recursive(
    tests(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(Not),
    ),
    max_leaves=5,
)
slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(conditions)
def test_a_condition_and_its_opposite_share_out_all_records(condition: Condition) -> None:
    one, other = found(condition), found(Not(condition))
    assert sorted(one + other) == [0, 1, 2, 3, 4, 5]


@slow
@given(st.lists(conditions, min_size=2, max_size=3))
def test_and_is_what_all_parts_find_and_or_what_any_finds(parts: list[Condition]) -> None:
    each = [set(found(part)) for part in parts]
    assert set(found(all_of(*parts))) == set.intersection(*each)
    assert set(found(any_of(*parts))) == set.union(*each)


def test_a_condition_takes_one_query_without_distinct() -> None:
    with CaptureQueriesContext(connection) as queries:
        q = compile(parse("tag = big and tag != old and stage.status = won"), FILTERS.get, today=TODAY, me=ADA)
        list(Deal.objects.filter(q))
    assert len(queries) == 1
    assert "DISTINCT" not in queries[0]["sql"]
    assert queries[0]["sql"].count("EXISTS") == 2


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("ammount > 5", "ammount", "Did you mean “amount”?"),
        ("zzz > 5", "zzz", "Possible: amount, closed"),
        ("amount contains 5", "amount", "“contains” does not apply here. Possible: =, !=, >, >=, <, <="),
        ("amount > many", "amount", "“many” cannot be read"),
        ("owner = Eve", "owner", "works nowhere here"),
        ("owner > sales", "owner", "single value"),
        ("closed > 2017-99-99", "closed", "cannot be read"),
        ("closed > +9999y", "closed", "too far away"),
        ("made = 9999-12-31", "made", "too far away"),
        ("made = 0001-01-01", "made", "too far away"),
    ],
)
def test_a_refusal_names_the_field_and_what_is_possible(text: str, field: str, words: str) -> None:
    with pytest.raises(Malformed) as caught:
        found(text, zone=ZoneInfo("Asia/Jakarta"))
    assert caught.value.field == field
    assert words in caught.value.message


def test_a_program_without_a_person_may_not_say_me() -> None:
    with pytest.raises(Malformed):
        compile(parse("owner = me"), FILTERS.get, today=TODAY, me=None)
