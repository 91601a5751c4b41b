"""Consents in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.consents.model import Consent, ConsentStatus
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation.access import Actor
from setia.foundation.periods import months_later
from setia.foundation.personal import Basis, Personal
from setia.kit.changes import Change
from setia.kit.resources import Group, Resource, resource

SHOWN = Personal(gettext_lazy("To show that the person agreed."), Basis.LEGAL_OBLIGATION)
AGREED = ("purpose", "channel", "source", "proof", "given_on", "expires_on")


@resource
class Consents(Resource):
    model = Consent
    slug = "consents"
    label = gettext_lazy("Consent")
    plural = gettext_lazy("Consents")
    icon = "shield-check"
    columns = ("name", "party", "channel", "status", "source", "given_on", "expires_on", "proof")
    form = (
        Group(gettext_lazy("Consent"), ("party", *AGREED)),
        Group(gettext_lazy("What became of it"), ("status", "wording", "ended_on")),
    )
    story = "party_id"
    dated_by = "given_on"
    quotes = {"name": ("purpose",)}
    personal = dict.fromkeys(("status", "proof", "given_on", "ended_on"), SHOWN)
    impersonal = ("name", "wording", "expires_on")
    aliases = {"purpose": ("finalité", "tujuan"), "channel": ("canal", "saluran")}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        wanted = {change.after["purpose_id"] for change in changes} - {None}
        purposes = ContactPurpose.objects.in_bulk(wanted)
        for change in changes:
            if purpose := purposes.get(change.after["purpose_id"]):
                _settle(change, purpose, by)


def _settle(change: Change, purpose: ContactPurpose, by: Actor) -> None:
    after = change.after
    after["name"] = purpose.name
    after["given_on"] = after["given_on"] or by.today
    if change.is_new and purpose.confirmed_twice and after["status"] == ConsentStatus.GRANTED:
        after["status"] = ConsentStatus.ASKED.value
    if change.is_new or change.changed("purpose_id"):
        after.update(wording=purpose.wording, wording_version=purpose.wording_version)
    if after["given_on"] and after["given_on"] > by.today:
        change.refuse("given_on", _("This day has not come yet."))
    if (change.is_new or change.changed("given_on")) and not after["expires_on"] and purpose.months:
        after["expires_on"] = months_later(after["given_on"], purpose.months)
    if after["expires_on"] and after["given_on"] and after["expires_on"] < after["given_on"]:
        change.refuse("expires_on", _("A consent cannot end before it was given."))
    if after["status"] == ConsentStatus.GRANTED and is_over(after["expires_on"], by.today):
        after["status"] = ConsentStatus.EXPIRED.value
    elif after["status"] == ConsentStatus.EXPIRED and not is_over(after["expires_on"], by.today):
        after["status"] = ConsentStatus.GRANTED.value


def is_over(expires_on: date | None, today: date) -> bool:
    return expires_on is not None and expires_on < today
