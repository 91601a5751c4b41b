"""Whether a party agreed to be contacted for a purpose on a channel, and how we know."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation.records import Record, active_index


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    MESSAGE = "message", _("SMS and messengers")
    POST = "post", _("Post")
    VISIT = "visit", _("Visit")


class ConsentStatus(models.TextChoices):
    ASKED = "asked", _("Asked, not confirmed yet")
    GRANTED = "granted", _("Granted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class Source(models.TextChoices):
    SPOKEN = "spoken", _("Said to us")
    WRITTEN = "written", _("Written to us")
    FORM = "form", _("Form")
    PAPER = "paper", _("Signed on paper")
    LINK = "link", _("Link in a message")
    IMPORTED = "imported", _("Brought along by an import")


class Consent(Record):
    """One for each party, purpose and channel; what it was before stands in the ledger.

    `wording` and `wording_version` are what was agreed to, as it stood then.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="consents", db_index=False, verbose_name=_("Party"))
    purpose = models.ForeignKey(
        ContactPurpose, models.PROTECT, related_name="consents", db_index=False, verbose_name=_("Purpose")
    )
    channel = models.CharField(_("Channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    status = models.CharField(
        _("Status"), max_length=10, choices=ConsentStatus.choices, default=ConsentStatus.GRANTED, editable=False
    )
    name = models.CharField(_("Consent"), max_length=200, default="", editable=False)
    source = models.CharField(_("How we know"), max_length=10, choices=Source.choices, default=Source.SPOKEN)
    proof = models.TextField(_("Proof"), blank=True, default="")
    wording = models.TextField(_("Wording"), default="", editable=False)
    wording_version = models.PositiveIntegerField(_("Version of the wording"), default=1, editable=False)
    given_on = models.DateField(_("Given on"), null=True, blank=True)
    ended_on = models.DateField(_("Withdrawn on"), null=True, editable=False)
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)

    owner_path = "party__owner"
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Consent")
        verbose_name_plural = _("Consents")
        indexes: ClassVar = [
            active_index("consent_of_purpose", "purpose", "channel", "status"),
            models.Index(fields=["expires_on"], name="consent_expires", condition=Q(status="granted")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "purpose", "channel"],
                condition=Q(archived_at__isnull=True),
                name="consent_once",
                violation_error_message=_("There is already a consent for this purpose and channel. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return self.name
