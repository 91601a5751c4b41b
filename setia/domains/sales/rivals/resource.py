"""Competitors on opportunities in lists, forms and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.rivals.model import Rival, Standing
from setia.kit.kinds import Choice
from setia.kit.resources import Group, Resource, resource

COLOURS = {"behind": "ok", "ahead": "warn", "took": "bad"}


@resource
class Rivals(Resource):
    model = Rival
    slug = "rivals"
    label = _("Competitor on an opportunity")
    plural = _("Competitors on opportunities")
    icon = "swords"
    title = "note"
    columns = ("opportunity", "competitor", "standing", "note")
    form = (Group(_("Competitor"), ("opportunity", "competitor", "standing", "note")),)
    kinds = {"standing": Choice(Standing.choices, COLOURS)}
    aliases = {"opportunity": ("deal", "affaire", "peluang"), "competitor": ("concurrent", "pesaing")}
