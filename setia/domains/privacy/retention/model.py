"""When something last passed between us and a party; followed from the ledger, so that no night reads all of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from setia.domains.parties.parties.model import Party


class Dealing(models.Model):
    party = models.OneToOneField(Party, models.CASCADE, primary_key=True, related_name="+")
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["last_at", "party"], name="dealing_last")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.last_at:%Y-%m-%d}"
