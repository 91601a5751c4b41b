"""Figures over records: how many and how much, in groups; what a board shows above its lanes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel
from pydantic import Field as Described

from setia.faces.api.authentication import caller
from setia.faces.api.rows import answer, value_json
from setia.foundation import conditions, money
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed
from setia.kit.kinds import Choice, Field, Reference
from setia.kit.measures import Cell, measure
from setia.kit.resources import Resource, registry
from setia.kit.seeing import titles

router = Router()


class Sum(BaseModel):
    """One group; a group with amounts in several currencies gives one line for each."""

    group: Any = Described(description="The value they share; null when it is empty or nothing was grouped.")
    group_title: str | None = Described(description="The same in words.")
    count: int
    total: str | None = Described(description="The sum, as decimal text.")
    currency: str | None


class Sums(BaseModel):
    data: list[Sum]


class FigureWanted(BaseModel):
    group: str = Described("", max_length=100, description="The field whose values make the groups.")
    total: str = Described("", max_length=100, description="The field to add up.")
    where: str = Described("", description="A condition, as for lists.")


@router.get("/{resource}/sums", response=Sums, operation_id="sums", summary="Sums over {plural}")
def sums(request: HttpRequest, resource: str, params: Query[FigureWanted]) -> HttpResponse:
    """How many there are and what a field adds up to, in groups, over what you may see."""
    noun, by = registry[resource], caller(request)
    by.access.require("see", noun.governing)
    group = field_for(noun, params.group, "group", by)
    field_for(noun, params.total, "total", by)
    where = conditions.parse(params.where)
    cells = measure(noun, by, where=where, total=params.total, group=params.group)
    return answer({"data": cells_json(cells, group, by)})


def field_for(resource: Resource, name: str, parameter: str, by: Actor) -> Field | None:
    if not name:
        return None
    field = resource.readable(by.access).get(name)
    if field is None:
        raise Malformed(_("There is no field “%(name)s”.") % {"name": name}, field=parameter)
    return field


def cells_json(cells: Sequence[Cell], group: Field | None, by: Actor) -> list[dict[str, Any]]:
    words = group_titles([cell.group for cell in cells], group, by) if group else {}
    return [
        {
            "group": value_json(group, cell.group) if group else None,
            "group_title": words.get(cell.group),
            "count": cell.count,
            "total": total_text(cell),
            "currency": cell.currency or None,
        }
        for cell in cells
    ]


def total_text(cell: Cell) -> str | None:
    if cell.total is None:
        return None
    return str(money.decimal(cell.total, cell.currency) if cell.currency else cell.total)


def group_titles(values: Sequence[Any], group: Field, by: Actor) -> dict[Any, str]:
    """The words for the values of a group: titles of records that may be seen, labels of choices."""
    known = {value for value in values if value not in (None, "")}
    if isinstance(group.kind, Reference):
        return dict(titles(group.kind.noun, known, by.access))
    if isinstance(group.kind, Choice):
        return {value: group.kind.label_of(value) for value in known}
    return {}
