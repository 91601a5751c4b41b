"""What is chosen by conditions is what the ORM finds, however often and with whatever values it is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, QuerySet

from setia.foundation import prepared
from setia.foundation.chosen import Chosen
from setia.foundation.shapes import Shapeless, filled, shape_of
from setia.foundation.staff.models import Staff, Team
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    team = Team.objects.create(name="North", created_at=NOW, updated_at=NOW)
    for n in range(12):
        Staff.objects.create_account(
            f"Person {n}", f"{n}@setia.example", is_admin=n % 2 == 0, team=team if n % 3 else None,
            archived_at=NOW + timedelta(days=n) if n % 4 == 0 else None,
        )  # fmt: skip


CONDITIONS = (
    Q(name="Person 3"),
    Q(name="Person 4"),
    Q(name="a name with a % and a ? and 'quotes'"),
    Q(name__startswith="Person 1"),
    Q(is_admin=True),
    Q(is_admin=False, team__name="North"),
    ~Q(name="Person 3"),
    Q(name="Person 3") | Q(email="5@setia.example"),
    Q(pk__in=[1, 2, 3]),
    Q(pk__in=[]),
    Q(pk__in=()),
    Q(name__in=["Person 1", "Person 2"]),
    Q(archived_at__gte=NOW + timedelta(days=2), archived_at__lt=NOW + timedelta(days=9)),
    Q(archived_at__isnull=True),
    Q(is_admin=1),
    Q(created_at__gte="2026-01-01T00:00:00Z"),
    Q(pk__gte=2**40),
    Q(pk=2**70),
    Q(team=F("team")),
    Q(name__contains="on 1"),
    ~(Q(is_admin=True) | ~Q(team__isnull=True)),
)


def chosen(*conditions: Q | None) -> Chosen:
    return Chosen(Staff.objects.all, conditions, "staff")


def names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("id").values_list("id", "name", "created_at", "team__name")


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_the_answer_is_that_of_the_orm_the_first_time_and_afterwards(condition: Q, people: None) -> None:
    wanted = list(names(Staff.objects.filter(condition)))
    for _again in range(2):
        found = chosen(condition)
        assert list(map(tuple, found.ask("names", names))) == wanted
        assert found.count("names", names) == len(wanted)
        assert [found.one(pk).name for pk, *_rest in wanted] == [name for _pk, name, *_rest in wanted]


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_subquery_finds_the_same(condition: Q, people: None) -> None:
    wanted = set(Staff.objects.filter(condition).values_list("pk", flat=True))
    for _again in range(2):
        try:
            sql, values = chosen(condition).written("ids", lambda rows: rows.values_list("pk"))
        except EmptyResultSet:
            assert not wanted
            continue
        whole = f"SELECT * FROM staff_staff WHERE id IN ({sql})"  # noqa: S608 (our own SQL; the values are parameters)
        assert {row.pk for row in Staff.objects.raw(whole, values)} == wanted


def test_conditions_are_joined_and_what_is_nothing_is_left_out(people: None) -> None:
    found = chosen(None, Q(is_admin=True)).only(Q(name="Person 4"))
    assert [name for _id, name, *_rest in found.ask("names", names)] == ["Person 4"]
    assert chosen(Q(is_admin=True), Q(name="Person 3")).one(Staff.objects.get(name="Person 3").pk) is None


def test_two_conditions_of_one_shape_share_their_sql_and_nothing_else(people: None) -> None:
    prepared._asked.clear()
    for name in ("Person 1", "Person 2", "Person 3"):
        assert [row[1] for row in chosen(Q(name=name)).ask("names", names)] == [name]
    assert len(prepared._asked) == 1
    assert [row[1] for row in chosen(Q(email="1@setia.example")).ask("names", names)] == ["Person 1"]
    assert len(prepared._asked) == 2


def test_true_and_one_are_not_the_same_shape() -> None:
    assert shape_of(Q(is_admin=True))[0] != shape_of(Q(is_admin=False))[0] != shape_of(Q(is_admin=1))[0]


def test_a_condition_is_taken_apart_and_put_together_again() -> None:
    condition = Q(name="a", pk__in=[1, 2]) | ~Q(email="b", is_admin=True)
    _shape, values = shape_of(condition)
    assert values == ["a", 1, 2, "b"]
    assert filled(condition, iter(["x", 8, 9, "y"])) == Q(name="x", pk__in=[8, 9]) | ~Q(email="y", is_admin=True)
    with pytest.raises(Shapeless):
        shape_of(Q(team=F("team")))


def test_only_so_many_questions_are_kept(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST_KEPT", 3)
    for number in range(10):
        assert chosen(Q(is_admin=True)).count(("question", number), names) == 6
        assert len(prepared._asked) <= 3
