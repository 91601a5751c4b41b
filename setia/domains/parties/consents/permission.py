"""Whether we may get in touch: the one question that everything asks before it sends, calls or visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.consents.model import Channel, Consent, ConsentStatus
from setia.domains.parties.consents.resource import is_over
from setia.domains.parties.parties.model import Party
from setia.domains.parties.purposes.model import Basis, ContactPurpose
from setia.foundation import bulk
from setia.kit.readers import reads


@dataclass(frozen=True, slots=True)
class Permission:
    """Yes or no, and why, in words for people."""

    is_given: bool
    reason: str | Promise


AGREED = Permission(True, _("The person has agreed."))
BELONGS = Permission(True, _("It belongs to what they bought."))
NOT_OBJECTED = Permission(True, _("The person has not objected."))
NEVER_ASKED = Permission(False, _("The person was never asked."))
RESTRICTED = Permission(False, _("The processing of what we know of this person is restricted."))
UNKNOWN = Permission(False, _("There is no such party, or it is archived."))
REFUSED = {
    ConsentStatus.ASKED: Permission(False, _("The person has not confirmed it yet.")),
    ConsentStatus.WITHDRAWN: Permission(False, _("The person has withdrawn it.")),
    ConsentStatus.EXPIRED: Permission(False, _("The consent has expired.")),
}


def may_contact(party_id: int, purpose: ContactPurpose | None, channel: Channel, today: date) -> Permission:
    """Whether the party may be contacted for this purpose on this channel; None: for what they bought or asked for."""
    return permissions([party_id], purpose, channel, today)[party_id]


def permissions(
    parties: Iterable[int], purpose: ContactPurpose | None, channel: Channel, today: date
) -> dict[int, Permission]:
    """The same for many parties; the number of queries depends on none of them."""
    wanted = set(parties)
    rows = bulk.found(Party.objects.filter(archived_at__isnull=True), "pk", wanted, "pk", "restricted_on")
    known = dict(rows)
    there = {pk for pk, restricted_on in known.items() if restricted_on is None}
    refused = {pk: RESTRICTED if pk in known else UNKNOWN for pk in wanted - there}
    if purpose is None:
        return dict.fromkeys(there, BELONGS) | refused
    given = Consent.objects.filter(purpose=purpose, channel=channel, archived_at__isnull=True)
    consents = {
        party: _state(status, expires_on, today)
        for party, status, expires_on in bulk.found(given, "party_id", there, "party_id", "status", "expires_on")
    }
    return {pk: _permission(consents.get(pk), purpose) for pk in there} | refused


def _state(status: str, expires_on: date | None, today: date) -> ConsentStatus:
    """A consent ends on its day, also before the nightly look has noted it."""
    granted = status == ConsentStatus.GRANTED
    return ConsentStatus.EXPIRED if granted and is_over(expires_on, today) else ConsentStatus(status)


def _permission(consent: ConsentStatus | None, purpose: ContactPurpose) -> Permission:
    if purpose.basis == Basis.CONTRACT:
        return BELONGS
    if consent == ConsentStatus.GRANTED:
        return AGREED
    if purpose.basis == Basis.INTEREST:
        return REFUSED[consent] if consent == ConsentStatus.WITHDRAWN else NOT_OBJECTED
    return REFUSED[consent] if consent else NEVER_ASKED


reads(
    "parties.consent",
    ("status", "given_on"),
    _("Whoever sends something asks whether they may"),
)
