"""Sources of leads in lists, forms and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.lead_sources.model import LeadSource
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class LeadSources(Resource):
    model = LeadSource
    slug = "sources"
    label = _("Source of leads")
    plural = _("Sources of leads")
    icon = "signpost"
    columns = ("name", "about", "updated_at")
    form = (Group(_("Source"), ("name", "about")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    aliases = {"name": ("source", "lead source", "origine", "sumber")}
    rail = ("settings", 52)
    panels = (Panel(_("Leads"), "leads", "source", ("name", "status", "received_on", "owner"), "-received_on"),)
