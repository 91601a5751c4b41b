"""The ways from a personal field to what is behind its figures."""

from __future__ import annotations

from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.fields.proposing import named_in_views
from setia.foundation.access import Actor
from setia.kit.resources import registry
from setia.kit.slots import Door


def doors_of(row: PersonalField, by: Actor) -> list[Door]:
    """The records that hold something, and the shared views that name the field, as far as they may be seen."""
    resource = registry.nouns().get(row.noun)
    if resource is None or row.field not in resource.readable(by.access):
        return []
    if not by.access.may("see", resource.governing):
        return []
    doors = []
    if resource.fields[row.field].filterable:
        doors.append(Door(resource.plural, resource.slug, f"{row.field} is not empty", "list-filter"))
    for view in named_in_views().get((row.noun, row.field), ()):
        if view.is_shared or view.owner_id == by.staff_id:
            doors.append(Door(view.name, view.resource, view.where, "bookmark", view.columns))
    return doors
