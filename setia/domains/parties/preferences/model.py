"""What a party likes, wants and prefers: as they said, or as their behaviour shows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.consents.model import Source
from setia.domains.parties.parties.model import Party
from setia.foundation.fields import KeyField
from setia.foundation.records import Record


class PreferenceKind(models.TextChoices):
    INTEREST = "interest", _("Interested in")
    LIKE = "like", _("Likes")
    DISLIKE = "dislike", _("Dislikes")
    USE = "use", _("Buys for")
    CHANNEL = "channel", _("Prefers to be reached by")
    PAYMENT = "payment", _("Prefers to pay by")


class Basis(models.TextChoices):
    STATED = "stated", _("Stated")
    DERIVED = "derived", _("Derived from behaviour")


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    CARD = "card", _("Card")
    CASH = "cash", _("Cash")
    CHEQUE = "cheque", _("Cheque")
    WALLET = "wallet", _("Electronic wallet")
    OTHER = "other", _("Other")


class Preference(Record):
    """`value` is a text, or the code of a channel or a method of payment; `key` is the same for comparing.

    A derived one says in `evidence` what it follows from, and gives way to a stated one of its kind.
    The hours are those between which a channel may be used, in the zone of our company.
    """

    party = models.ForeignKey(
        Party, models.CASCADE, related_name="preferences", db_index=False, verbose_name=_("Party")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=PreferenceKind.choices, default=PreferenceKind.INTEREST)
    value = models.CharField(_("What"), max_length=120)
    key = KeyField(max_length=120, default="", editable=False)
    basis = models.CharField(
        _("How we know"), max_length=10, choices=Basis.choices, default=Basis.STATED, editable=False
    )
    said_on = models.DateField(_("Said on"), null=True, blank=True)
    said_by = models.CharField(_("Where it was said"), max_length=10, choices=Source.choices, blank=True, default="")
    evidence = models.CharField(_("Evidence"), max_length=200, blank=True, default="")
    from_hour = models.PositiveSmallIntegerField(_("Not before (hour)"), null=True, blank=True)
    to_hour = models.PositiveSmallIntegerField(_("Not after (hour)"), null=True, blank=True)

    owner_path = "party__owner"
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Preference")
        verbose_name_plural = _("Preferences")
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="preference_value")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "kind", "key", "basis"],
                condition=Q(archived_at__isnull=True),
                name="preference_once",
                violation_error_message=_("This preference is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.value
