"""Relations in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setia.domains.parties.relations.model import Relation
from setia.domains.parties.relations.rules import refuse_impossible
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.kit.changes import Change
from setia.kit.resources import Group, Resource, registry, resource


@resource
class Relations(Resource):
    model = Relation
    quotes = {"name": ("party", "other")}
    slug = "relations"
    samples = {"kind": "partner_of"}
    label = _("Relation")
    plural = _("Relations")
    icon = "link"
    columns = ("party", "kind", "other", "title", "started_on", "ended_on")
    form = (Group(_("Relation"), ("party", "kind", "other", "title", "started_on", "ended_on")),)
    story = "party_id"
    personal = {
        "name": Personal(_("To know through whom we deal with somebody.")),
        "title": Personal(_("To speak with whoever decides.")),
    }
    impersonal = ("started_on", "ended_on")
    aliases = {
        "party": ("person", "personne", "orang", "from"),
        "other": ("company", "société", "perusahaan", "to"),
        "kind": ("type", "relation", "hubungan"),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        parties = {c.after["party_id"] for c in changes} | {c.after["other_id"] for c in changes}
        rows = registry.of_noun("parties.party").model.objects.all()
        known = {id_: (kind, name) for id_, kind, name in bulk.found(rows, "pk", parties, "pk", "kind", "name")}
        refuse_impossible(changes, {id_: kind for id_, (kind, _name) in known.items()})
        for change in changes:
            names = [known.get(change.after[end], ("", ""))[1] for end in ("party_id", "other_id")]
            change.after["name"] = " → ".join(names)
