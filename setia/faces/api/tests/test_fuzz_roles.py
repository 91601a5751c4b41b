"""Requests made from the API's own document, as people of every role: it keeps its word to each of them."""

from __future__ import annotations

from typing import Any

import pytest
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema

from setia.faces.api.tests.conftest import SELLING
from setia.faces.api.tests.fuzzing import asking, stories
from setia.faces.api.tests.fuzzing.world import made
from setia.faces.api.tests.program import Program, person
from setia.foundation.staff.models import Role

pytestmark = pytest.mark.django_db
NARROW = {
    **SELLING,
    "sales.order": {"sight": "own", "verbs": ["*"], "fields": {"note": "hidden"}},
    "sales.opportunity": {"sight": "own", "verbs": ["*"], "fields": {"amount": "hidden", "stage": "read"}},
}
ROLES = {"Sales representative": True, "Team lead": True, "Manager": False, "Read only": False}
"""The ready-made roles; True where a role does not see the records of everybody."""


@pytest.fixture(scope="module")
def schema(django_db_setup: None, django_db_blocker: Any) -> BaseSchema:
    with django_db_blocker.unblock():
        return asking.from_this_process()


@pytest.fixture(autouse=True)
def _as_often_as_wanted(settings: Any) -> None:
    settings.API_RATE = 0


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_documented(mode: GenerationMode, schema: BaseSchema, admin: Program) -> None:
    made(admin.owner, person("Gil"))
    for found in schema.get_all_operations():
        asking.ask(found.ok(), admin.headers, 1, mode)


@pytest.mark.parametrize("role", ROLES)
def test_stories_of_each_role(role: str, schema: BaseSchema) -> None:
    owner = person("Ada")
    owner.roles.add(Role.objects.get(name=role))
    check(schema, Program(owner), narrow=ROLES[role])


def test_stories_of_a_narrow_role(schema: BaseSchema) -> None:
    check(schema, Program(person("Ada", NARROW)), narrow=True)


def test_stories_of_a_token_that_may_only_read(schema: BaseSchema) -> None:
    statuses = check(schema, Program(person("Ada", NARROW), scopes=["see"]), narrow=True)
    assert 201 not in statuses


def check(schema: BaseSchema, program: Program, *, narrow: bool) -> list[int]:
    world = made(program.owner, person("Gil"))
    operations = stories.operations_by_noun(schema)
    statuses = stories.tell(operations, program.headers, world, 30, narrow=narrow)
    assert 200 in statuses
    return statuses
