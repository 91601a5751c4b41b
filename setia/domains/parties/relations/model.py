"""What two parties are to each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record


class RelationKind(models.TextChoices):
    """Read from the party to the other: the party works for the other, is a subsidiary of it, …"""

    WORKS_FOR = "works_for", _("works for")
    SUBSIDIARY_OF = "subsidiary_of", _("is a subsidiary of")
    HOUSEHOLD = "household", _("lives in one household with")
    REFERRED_BY = "referred_by", _("was referred by")
    SUPPLIES = "supplies", _("supplies")
    PARTNER_OF = "partner_of", _("is a partner of")


MUTUAL = frozenset({RelationKind.HOUSEHOLD, RelationKind.PARTNER_OF})
"""Kinds that hold both ways, so that they are kept once."""


class Relation(Record):
    party = models.ForeignKey(
        "parties.Party", models.PROTECT, related_name="relations", db_index=False, verbose_name=_("Party")
    )
    kind = models.CharField(_("Relation"), max_length=20, choices=RelationKind.choices, default=RelationKind.WORKS_FOR)
    other = models.ForeignKey(
        "parties.Party",
        models.PROTECT,
        related_name="relations_of_others",
        db_index=False,
        verbose_name=_("Other party"),
    )
    name = models.CharField(_("Relation"), max_length=420, default="", editable=False)
    title = models.CharField(_("Position"), max_length=120, blank=True, default="")
    started_on = models.DateField(_("Since"), null=True, blank=True)
    ended_on = models.DateField(_("Until"), null=True, blank=True)

    owner_path = "party__owner"
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Relation")
        verbose_name_plural = _("Relations")
        indexes: ClassVar = [
            models.Index(fields=["party", "kind", "other"], name="relation_of_party"),
            models.Index(fields=["other", "kind", "party"], name="relation_of_other"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(party=F("other")),
                name="relation_of_two",
                violation_error_message=_("Nobody has a relation with themselves."),
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "other"],
                condition=Q(ended_on__isnull=True, archived_at__isnull=True),
                name="relation_once",
                violation_error_message=_("This relation is already there."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
