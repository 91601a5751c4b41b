"""Two parties that may be one, and what was decided about them."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, active_index


class PairStatus(models.TextChoices):
    OPEN = "open", _("To be looked at")
    DIFFERENT = "different", _("They are different")
    MERGED = "merged", _("Merged")


class Pair(Record):
    """The party with the lower number is `party`.

    `score` is the probability that they are one, in per cent; `levels` how they agree, by field, and
    `compared` a fingerprint of what was compared, so that two that were told apart are proposed again only when
    that has changed. When merged, `survivor` is who stays and `act` is the merge in the ledger.
    """

    party = models.ForeignKey(
        "parties.Party", models.CASCADE, related_name="+", db_index=False, verbose_name=_("Party")
    )
    other = models.ForeignKey("parties.Party", models.CASCADE, related_name="+", verbose_name=_("Other party"))
    name = models.CharField(_("Pair"), max_length=420, default="", editable=False)
    score = models.DecimalField(_("Likeness in %"), max_digits=4, decimal_places=1, default=Decimal(0), editable=False)
    levels = models.JSONField(default=dict, editable=False)
    compared = models.CharField(max_length=40, default="", editable=False)
    status = models.CharField(
        _("Status"), max_length=10, choices=PairStatus.choices, default=PairStatus.OPEN, editable=False
    )
    survivor = models.ForeignKey(
        "parties.Party", models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("Who stayed"),
    )  # fmt: skip
    act = models.BigIntegerField(null=True, editable=False)

    owner_path = ("party__owner", "other__owner")
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Possible duplicate")
        verbose_name_plural = _("Possible duplicates")
        indexes: ClassVar = [
            active_index("pair_status_score", "status", "score"),
            active_index("pair_score", "score"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "other"], name="pair_once", violation_error_message=_("This pair is already there.")
            ),
            models.CheckConstraint(
                condition=Q(party__lt=F("other")),
                name="pair_of_two",
                violation_error_message=_("A party cannot be merged with itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
