"""Contact purposes in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.purposes.model import Basis, ContactPurpose
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Whole
from setia.kit.resources import Group, Panel, Resource, resource

A_CENTURY = 1_200


@resource
class ContactPurposes(Resource):
    model = ContactPurpose
    slug = "contact-purposes"
    label = gettext_lazy("Contact purpose")
    plural = gettext_lazy("Contact purposes")
    icon = "megaphone"
    columns = ("name", "basis", "confirmed_twice", "months", "wording_version")
    form = (Group(gettext_lazy("Contact purpose"), ("name", "basis", "wording", "confirmed_twice", "months")),)
    sortable = ("name",)
    sort = "name"
    import_keys = ("name",)
    kinds = {"months": Whole(1, A_CENTURY)}
    samples = {"wording": "Yes, write to me about offers."}
    helps = {
        "wording": gettext_lazy("What people agree to, word for word."),
        "confirmed_twice": gettext_lazy("A consent counts only once the person has confirmed it by a link."),
        "months": gettext_lazy("Consents expire after so many months; empty for never."),
    }
    panels = (Panel(gettext_lazy("Consents"), "consents", "purpose", ("party", "channel", "status", "given_on")),)
    rail = ("settings", 70)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            if not change.is_new and change.changed("wording"):
                after["wording_version"] += 1
            if after["basis"] == Basis.CONSENT and not after["wording"].strip():
                change.refuse("wording", _("Say what people agree to."))
