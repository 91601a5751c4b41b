"""What everybody may change about their own account, whatever their roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.forms import clean
from setia.kit.kinds import Field
from setia.kit.resources import Resource, registry
from setia.kit.verbs import fill
from setia.kit.writing import change_of, write

STAFF = "staff.staff"
ALWAYS = ("language", "zone")
WITH_RIGHTS = ("name", "title")


def own_fields(by: Actor) -> dict[str, Field]:
    """Language and time zone always, name and position for those who may change colleagues at all."""
    resource = staff_resource()
    writable = resource.writable(by.access) if by.access.may("change", resource.governing) else {}
    return {
        **{name: writable[name] for name in WITH_RIGHTS if name in writable},
        **{name: resource.field(name) for name in ALWAYS},
    }


def keep_own(values: Mapping[str, Any], by: Actor) -> int | None:
    """Change one's own account through the one way records are written; returns the act that undoes it."""
    resource = staff_resource()
    fields = {name: field for name, field in own_fields(by).items() if name in values}
    cleaned = clean(fields, values, by.access)
    with transaction.atomic():
        own = resource.rows().filter(pk=by.staff_id).select_for_update(of=("self",)).first()
        if own is None:
            raise NotFound()
        wanted = change_of(own)
        fill(wanted, fields, cleaned)
        return write(resource, [wanted], by)


def staff_resource() -> Resource:
    return registry.of_noun(STAFF)
