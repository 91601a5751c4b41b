"""Teams in lists, forms and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.foundation.staff.models import Team
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Teams(Resource):
    model = Team
    slug = "teams"
    label = _("Team")
    plural = _("Teams")
    icon = "users"
    subtitle = "office"
    columns = ("name", "lead", "office", "updated_at")
    form = (Group(_("Team"), ("name", "lead", "office")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    aliases = {
        "name": ("team", "équipe", "tim"),
        "lead": ("manager", "team lead", "responsable", "pemimpin"),
        "office": ("regional_office", "region", "bureau", "kantor"),
    }
    helps = {"lead": _("Sees what belongs to the members, where a role shows the team's records.")}
    rail = ("settings", 30)
    panels = (Panel(_("Members"), "staff", "team", ("name", "title", "email"), "name", 20),)
