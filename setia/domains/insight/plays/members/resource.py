"""Members of plays in lists, files and the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays.members.model import Arm, PlayMember
from setia.kit.kinds import Amount, Choice, Currency
from setia.kit.resources import Group, Resource, resource


@resource
class PlayMembers(Resource):
    model = PlayMember
    slug = "play-members"
    label = _("Member of a play")
    plural = _("Members of plays")
    icon = "users"
    columns = ("name", "play", "party", "arm", "reached_on", "success_on", "value")
    form = (
        Group(_("Member"), ("play", "party", "arm")),
        Group(_("What became of it"), ("reached_on", "success_on", "value")),
    )
    kinds = {"arm": Choice(Arm.choices), "value": Amount(), "currency": Currency()}
    read_only = ("play", "party", "name", "arm", "reached_on", "success_on", "value", "currency")
    hidden = ("stratum", "lot")
    derived = ("reached_on", "success_on", "value")
    sortable = ("name",)
    sort = "name"
    made_as = "drawn"
    creatable = archivable = importable = False
