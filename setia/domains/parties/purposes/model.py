"""What we write or speak to people for: a newsletter, a survey, the delivery of what they ordered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class Basis(models.TextChoices):
    """Why it is lawful (GDPR article 6, paragraph 1, letters a, b and f; the Indonesian UU PDP article 20 likewise)."""

    CONSENT = "consent", _("Consent: only whoever has agreed")
    CONTRACT = "contract", _("Contract: it belongs to what they bought")
    INTEREST = "interest", _("Legitimate interest: whoever has not objected")


class ContactPurpose(Record):
    """`wording_version` grows whenever the wording changes; a consent remembers which one was agreed to."""

    name = models.CharField(_("Purpose"), max_length=120, unique=True)
    basis = models.CharField(_("Legal basis"), max_length=10, choices=Basis.choices, default=Basis.CONSENT)
    wording = models.TextField(_("Wording"), blank=True, default="")
    wording_version = models.PositiveIntegerField(_("Version of the wording"), default=1, editable=False)
    confirmed_twice = models.BooleanField(_("Double opt-in"), default=False)
    months = models.PositiveSmallIntegerField(_("Valid for months"), null=True, blank=True)

    class Meta:
        verbose_name = _("Contact purpose")
        verbose_name_plural = _("Contact purposes")
        indexes: ClassVar = [active_index("contact_purpose_name", "name")]

    def __str__(self) -> str:
        return self.name
