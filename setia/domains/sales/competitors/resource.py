"""Competitors in lists, forms and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.competitors.model import Competitor
from setia.kit.kinds import Web
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Competitors(Resource):
    model = Competitor
    slug = "competitors"
    label = _("Competitor")
    plural = _("Competitors")
    icon = "swords"
    columns = ("name", "website", "strengths", "weaknesses")
    form = (Group(_("Competitor"), ("name", "website", "strengths", "weaknesses")),)
    kinds = {"website": Web()}
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    aliases = {"name": ("competitor", "concurrent", "pesaing")}
    rail = ("sales", 60)
    panels = (Panel(_("Opportunities"), "rivals", "competitor", ("opportunity", "standing", "note")),)
