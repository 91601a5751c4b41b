"""Privacy requests in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.privacy.requests.model import Kind, PrivacyRequest, Status
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import Actor
from setia.foundation.periods import months_later
from setia.foundation.personal import Basis, Personal
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Choice
from setia.kit.resources import Group, Panel, Resource, resource

PROVEN = Personal(gettext_lazy("To show that the request was answered in time."), Basis.LEGAL_OBLIGATION, 36)


@resource
class PrivacyRequests(Resource):
    model = PrivacyRequest
    slug = "privacy-requests"
    label = gettext_lazy("Privacy request")
    plural = gettext_lazy("Privacy requests")
    icon = "user-lock"
    columns = ("name", "party", "details", "received_on", "due_on", "status", "owner", "done_on")
    form = (
        Group(gettext_lazy("Request"), ("kind", "party", "received_on", "how", "owner", "details")),
        Group(gettext_lazy("Answer"), ("due_on", "status", "done_on", "reply")),
    )
    kinds = {
        "kind": Choice(Kind.choices),
        "status": Choice(Status.choices, {"open": "warn", "done": "good"}),
    }
    sortable = ("due_on", "received_on", "status")
    sort = "due_on"
    story = "party_id"
    dated_by = "received_on"
    personal = {"details": PROVEN, "reply": PROVEN}
    impersonal = ("name", "received_on", "due_on", "done_on")
    kept_for = gettext_lazy("To show that it was answered.")
    helps = {"owner": gettext_lazy("Empty for whoever enters it.")}
    panels = (Panel(gettext_lazy("Erasures"), "erasures", "request", ("name", "state", "finished_at", "proof")),)
    rail = ("settings", 81)
    importable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        months = our_rules().months_to_answer if any(change.is_new for change in changes) else 1
        for change in changes:
            after = change.after
            after["received_on"] = after["received_on"] or by.today
            if after["received_on"] > by.today:
                change.refuse("received_on", _("This day has not come yet."))
            if change.is_new or change.changed("received_on"):
                after["due_on"] = months_later(after["received_on"], months)
            if not change.is_new and change.changed("party_id"):
                change.refuse("party", _("Make another request for another party."))
            after["name"] = f"{Kind(after['kind']).label} {after['received_on'].isoformat()}"
