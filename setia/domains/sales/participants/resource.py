"""People on opportunities in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.model import Party, PartyKind
from setia.domains.sales.participants.model import Attitude, Participant
from setia.domains.sales.participants.parts import PARTS
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Basis, Personal
from setia.kit.changes import Change
from setia.kit.kinds import Choice
from setia.kit.resources import Group, Resource, resource

PART_COLOURS = {"decides": "info", "champion": "ok", "blocks": "bad"}
ATTITUDE_COLOURS = {"for": "ok", "neutral": "plain", "against": "bad"}


@resource
class Participants(Resource):
    model = Participant
    slug = "participants"
    label = gettext_lazy("Person on an opportunity")
    plural = gettext_lazy("People on opportunities")
    icon = "users"
    title = "note"
    columns = ("opportunity", "party", "part", "attitude", "note")
    form = (Group(gettext_lazy("Person"), ("opportunity", "party", "part", "attitude", "note")),)
    kinds = {"part": PARTS.coloured(PART_COLOURS), "attitude": Choice(Attitude.choices, ATTITUDE_COLOURS)}
    story = "party_id"
    personal = {
        "note": Personal(gettext_lazy("To speak with each about what matters to them."), Basis.LEGITIMATE_INTERESTS, 36)
    }
    aliases = {
        "opportunity": ("deal", "affaire", "peluang"),
        "party": ("person", "contact", "personne", "orang", "kontak"),
        "part": ("role", "rôle", "peran"),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        asked = {c.after["party_id"] for c in changes if c.changed("party_id")} - {None}
        companies = Party.objects.filter(kind=PartyKind.COMPANY)
        wrong = {pk for (pk,) in bulk.found(companies, "pk", asked, "pk")}
        for change in changes:
            if change.changed("party_id") and change.after["party_id"] in wrong:
                change.refuse("party", _("Only people take part. Choose somebody who works there."))
            if change.before and change.changed("opportunity_id"):
                change.refuse("opportunity", _("A person stays with the opportunity. Add them to the other one."))
