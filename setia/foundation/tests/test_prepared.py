"""Prepared questions give exactly what the ORM gives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from setia.foundation import prepared
from setia.foundation.staff.models import Staff, Team

pytestmark = pytest.mark.django_db
NAMES = ("id", "name", "is_admin", "created_at", "archived_at", "team_id", "team__name", "preferences")
NOW = datetime(2026, 3, 2, 9, 30, 0, 125, tzinfo=UTC)


@pytest.fixture
def ids() -> list[int]:
    team = Team.objects.create(name="North", created_at=NOW, updated_at=NOW)
    return [
        Staff.objects.create_account(
            f"Person {n}", f"{n}@setia.example", is_admin=n % 2 == 0, team=team if n % 3 else None,
            preferences={"n": [n, None]}, archived_at=NOW if n % 5 == 0 else None,
        ).pk
        for n in range(60)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, 5, 19, 20, 21, 50, 60])
def test_the_answer_is_that_of_the_orm(count: int, ids: list[int]) -> None:
    asked = ids[:count]
    for _again in range(2):
        found = prepared.among("staff", Staff.objects.all, "pk", asked, NAMES)
        assert sorted(map(tuple, found), key=lambda row: row[0]) == list(
            Staff.objects.filter(pk__in=asked).order_by("pk").values_list(*NAMES)
        )


def test_conditions_beside_the_keys_count(ids: list[int]) -> None:
    def admins() -> object:
        return Staff.objects.filter(is_admin=True, name__startswith="Person").exclude(team__name="South")

    found = prepared.among("admins", admins, "team_id", [Team.objects.get().pk, 10**9], ("id",))  # type: ignore[arg-type]
    assert {id_ for (id_,) in found} == set(
        Staff.objects.filter(is_admin=True, team__isnull=False).values_list("pk", flat=True)
    )


def test_only_so_many_questions_are_kept(ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_kept", {})
    monkeypatch.setattr(prepared, "MOST_KEPT", 3)
    for number in range(10):
        assert len(list(prepared.among(number, Staff.objects.all, "pk", ids[:1], ("id",)))) == 1
        assert len(prepared._kept) <= 3
