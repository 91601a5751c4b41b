"""What a person asked of us about what we keep of them, by when it has to be answered, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class Kind(models.TextChoices):
    """The rights of the person (GDPR, articles 15, 16, 17, 18, 20 and 21)."""

    ACCESS = "access", _("Access")
    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction")
    PORTABILITY = "portability", _("Portability")
    OBJECTION = "objection", _("Objection")


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class How(models.TextChoices):
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    SPOKEN = "spoken", _("Spoken")
    FORM = "form", _("Form")


class PrivacyRequest(Record):
    """`reply` is what the person was told, or why the request was refused or takes longer."""

    name = models.CharField(_("Request"), max_length=120, default="", editable=False)
    kind = models.CharField(_("Kind"), max_length=14, choices=Kind.choices, default=Kind.ACCESS)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="privacy_requests", db_index=False, verbose_name=_("Party")
    )
    received_on = models.DateField(_("Received on"), blank=True)
    how = models.CharField(_("How it came"), max_length=10, choices=How.choices, default=How.EMAIL)
    details = models.TextField(_("What was asked"), blank=True, default="")
    due_on = models.DateField(_("Due on"), blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Handled by"),
    )  # fmt: skip
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    done_on = models.DateField(_("Answered on"), null=True, editable=False)
    reply = models.TextField(_("Answer"), blank=True, default="", editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Privacy request")
        verbose_name_plural = _("Privacy requests")
        indexes: ClassVar = [
            active_index("privacy_request_due", "due_on"),
            active_index("privacy_request_status", "status", "due_on"),
            active_index("privacy_request_came", "received_on"),
            models.Index(fields=["party", "id"], name="privacy_request_party"),
        ]

    def __str__(self) -> str:
        return self.name
