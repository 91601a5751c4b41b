"""Records asked for in prepared SQL are those the ORM finds."""

from __future__ import annotations

import pytest

from setia.foundation import prepared
from setia.foundation.staff.models import Team
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_the_same_question_with_other_values_finds_other_records() -> None:
    north, south = (Team.objects.create(name=name, created_at=NOW, updated_at=NOW) for name in ("North", "South"))

    def named(name: str, least: int) -> object:
        return Team.objects.filter(name=name, pk__gte=least)

    assert prepared.records("teams of a name", named, "North", 0) == [north]
    assert prepared.records("teams of a name", named, "South", 0) == [south]
    assert prepared.records("teams of a name", named, "South", south.pk + 1) == []


def test_a_value_may_stand_in_several_places_of_a_question() -> None:
    team = Team.objects.create(name="North", office="North", created_at=NOW, updated_at=NOW)
    found = prepared.records("twice", lambda name: Team.objects.filter(name=name, office=name), "North")
    assert found == [team]
    assert found[0].created_at == NOW


def test_a_value_that_the_question_does_not_ask_about_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        prepared.records("forgotten", lambda name: Team.objects.all(), "North")
