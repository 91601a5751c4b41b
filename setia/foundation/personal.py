"""Purpose or nothing: what a field that holds personal data must say of itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Basis(models.TextChoices):
    """Why it is lawful to keep it (GDPR, article 6, paragraph 1, letters a to f, in their order)."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Contract")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    VITAL_INTERESTS = "vital_interests", _("Vital interests")
    PUBLIC_TASK = "public_task", _("Public task")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")


@dataclass(frozen=True, slots=True)
class Personal:
    """What a field is kept for, why that is lawful, and for how long.

    `months` after the last dealing with the person its value is dropped; None: kept as long as the record.
    """

    purpose: Words
    basis: Basis = Basis.CONTRACT
    months: int | None = None
