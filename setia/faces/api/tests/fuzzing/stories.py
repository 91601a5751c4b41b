"""Calls that follow one another: read, change, a verb, the archive and back, the history, and undone again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation, BaseSchema

from setia.faces.api.tests.fuzzing.asking import Headers, no_row_of_anothers, settings
from setia.faces.api.tests.fuzzing.world import World
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry

Operation = APIOperation[Any, Any, Any, Any]
LENGTH = 8
"""Calls in one story."""


def operations_by_noun(schema: BaseSchema) -> Mapping[str, list[Operation]]:
    """Operations by the first part of their address, without the files, which take long and have no links."""
    found: dict[str, list[Operation]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        if not operation.path.endswith(".xlsx"):
            found.setdefault(operation.path.split("/")[1], []).append(operation)
    return found


def tell(
    operations: Mapping[str, list[Operation]], headers: Headers, world: World, stories: int, *, narrow: bool
) -> list[int]:
    """Tell stories of every kind of record, each beginning with the same world. Returns the statuses answered."""
    statuses: list[int] = []
    checks = [no_row_of_anothers] if narrow else []
    slugs = sorted(noun.slug for noun in registry)

    @settings(stories)
    @given(st.data())
    def told(data: st.DataObject) -> None:
        noun = registry[data.draw(st.sampled_from(slugs))]
        act = 0
        with transaction.atomic():
            for _ in range(LENGTH):
                case = data.draw(next_call(noun, operations, world, act))
                response = case.call_and_validate(headers=dict(headers), additional_checks=checks)
                statuses.append(response.status_code)
                act = act_of(response) or act
            transaction.set_rollback(True)

    told()
    return statuses


@st.composite
def next_call(
    draw: st.DrawFn, noun: Resource, operations: Mapping[str, list[Operation]], world: World, act: int
) -> Case:
    """A call that the document allows, mostly about records that there are; sometimes the undoing of the last."""
    if act and draw(st.integers(0, 3)) == 0:
        operation = operations["undo"][0]
        case: Case = draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        case.path_parameters["act"] = act
        return case
    operation = draw(st.sampled_from(operations[noun.slug]))
    case = draw(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    if "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = draw(numbers(world, noun.noun))
    if isinstance(case.body, dict):
        settle(draw, case.body, noun, world)
    if draw(st.booleans()):
        case.headers.pop("If-Match", None)
    return case


def numbers(world: World, noun: str) -> st.SearchStrategy[int]:
    known: Sequence[int] = [*world.owned.get(noun, []), *world.owned.get(noun, []), *world.anothers.get(noun, [])]
    return st.sampled_from([*known, 1, 2, 10**9])


def settle(draw: st.DrawFn, body: dict[str, Any], noun: Resource, world: World) -> None:
    """Put numbers of records that there are, one's own and others', where the body refers to records."""
    if "ids" in body:
        body["ids"] = draw(st.lists(numbers(world, noun.noun), min_size=1, max_size=3))
    for name in body:
        found = noun.fields.get(name)
        if found is not None and isinstance(found.kind, Reference) and not found.many:
            body[name] = draw(numbers(world, found.kind.noun))


def act_of(response: Any) -> int:
    if response.status_code >= 300 or "json" not in response.headers.get("content-type", [""])[0]:
        return 0
    body = response.json()
    return int(body.get("act") or 0) if isinstance(body, dict) else 0
