"""A party that takes part in a play, and in which group."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays.model import Play
from setia.domains.parties.parties.model import Party
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index


class Arm(models.TextChoices):
    TREATED = "treated", _("Treated")
    CONTROL = "control", _("Control group")


class PlayMember(Record):
    """`lot` is the number by which the party was drawn, which stays when the party is merged; `stratum` tells with whom
    it was compared: those like it by what they are usually worth.

    What became of it is worked out by `measuring`: on which day somebody was in touch, on which day there was a
    success, and what all of it was worth, in minor units of `currency`.
    """

    play = models.ForeignKey(Play, models.CASCADE, related_name="members", db_index=False, verbose_name=_("Play"))
    party = models.ForeignKey(
        Party, models.CASCADE, related_name="plays", db_index=False, editable=False, verbose_name=_("Party")
    )
    name = models.CharField(_("Member"), max_length=160, default="", editable=False)
    arm = models.CharField(_("Group"), max_length=7, choices=Arm.choices, editable=False)
    stratum = models.PositiveSmallIntegerField(default=0, editable=False)
    lot = models.BigIntegerField(editable=False)
    reached_on = models.DateField(_("In touch on"), null=True, editable=False)
    success_on = models.DateField(_("Success on"), null=True, editable=False)
    value = models.BigIntegerField(_("Worth"), null=True, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)

    owner_path = "play__owner"
    governed_by = "insight.play"

    class Meta:
        verbose_name = _("Member of a play")
        verbose_name_plural = _("Members of plays")
        indexes: ClassVar = [
            active_index("play_member_name", "name"),
            active_index("play_member_arm", "play", "arm"),
            models.Index(fields=["party", "play"], name="play_member_party"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["play", "party"], condition=Q(archived_at__isnull=True), name="play_member_once",
                violation_error_message=_("They take part in this play already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @classmethod
    def only_seen(cls, access: Access, before: str) -> Q:
        """Whoever sees the play and the party."""
        whose = access.narrowing(Party, f"{before}party__") or Q()
        return Play.only_seen(access, f"{before}play__") & whose
