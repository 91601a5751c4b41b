"""A message by which a person was asked to confirm a consent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from setia.domains.parties.consents.model import Consent


class Confirmation(models.Model):
    """`nonce` is the part of the link's secret that is kept; signed with the secret key it is the whole.

    `answer` is "" while it is waited for. `wording_version` is what the message said; when the consent is about
    another wording by then, the link confirms nothing.
    """

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="confirmations")
    email = models.CharField(max_length=254)
    language = models.CharField(max_length=8)
    wording_version = models.PositiveIntegerField()
    nonce = models.CharField(max_length=43)
    message = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["consent", "made_at"], name="confirmation_of")]

    def __str__(self) -> str:
        return f"{self.message} about {self.consent_id}"
