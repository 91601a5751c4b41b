"""Pipelines in lists, forms and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.pipelines.model import Pipeline
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Pipelines(Resource):
    model = Pipeline
    slug = "pipelines"
    label = _("Pipeline")
    plural = _("Pipelines")
    icon = "workflow"
    columns = ("name", "team", "about", "updated_at")
    form = (Group(_("Pipeline"), ("name", "team", "about")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    aliases = {"name": ("pipeline", "entonnoir", "alur")}
    helps = {"team": _("Whose opportunities begin here. Leave empty for everybody.")}
    rail = ("settings", 50)
    panels = (
        Panel(
            _("Stages"),
            "stages",
            "pipeline",
            ("position", "name", "status", "probability", "stalls_after"),
            "position",
            20,
        ),
    )
