"""Roles in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.organisation.roles.rights import Rights, faults_in, wider_than_own
from setia.foundation.access import Actor
from setia.foundation.staff.models import Role
from setia.kit.changes import Change
from setia.kit.resources import Group, Resource, resource


@resource
class Roles(Resource):
    model = Role
    slug = "roles"
    label = gettext_lazy("Role")
    plural = gettext_lazy("Roles")
    icon = "shield"
    subtitle = "purpose"
    columns = ("name", "purpose", "grants", "updated_at")
    form = (Group(gettext_lazy("Role"), ("name", "purpose", "grants")),)
    sortable = ("name",)
    sort = "name"
    kinds = {"grants": Rights()}
    helps = {"grants": gettext_lazy("Easier with “Set rights”, one kind of record at a time.")}
    importable = False
    extra_pages = ((gettext_lazy("Rights"), "role_rights", "shield-check"),)
    rail = ("settings", 40)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Rights must exist, and nobody hands out more than they have."""
        for change in changes:
            for fault in faults_in(change.after["grants"]):
                change.refuse("grants", fault)
            before = change.before["grants"] if change.before else {}
            if change.changed("grants") and not change.errors and (
                wider_than_own(change.after["grants"], by.access) or wider_than_own(before, by.access)
            ):  # fmt: skip
                change.refuse("grants", _("You cannot give or take rights that you do not have yourself."))
