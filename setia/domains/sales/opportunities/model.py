"""A sale that may come about."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.model import Party
from setia.domains.sales.lead_sources.model import LeadSource
from setia.domains.sales.pipelines.model import Pipeline
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.stages.model import Stage, Status
from setia.foundation.records import Record, active_index


class Opportunity(Record):
    """`status` and `pipeline` follow from the stage; `stage_since` is when it was entered.

    Days are those of the business: when it was opened, is expected to close, and closed. `stalls_on` is the day
    from which it has been in its stage for longer than is usual there. `chance` to be won, in percent, with the ends
    of its interval, is learnt from our own history (`winning`); nothing where that is too short, and when it is over.
    """

    name = models.CharField(_("Name"), max_length=200, blank=True, default="")
    reference = models.CharField(_("Number"), max_length=60, null=True, blank=True, unique=True)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="opportunities", verbose_name=_("Customer")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    pipeline = models.ForeignKey(
        Pipeline, models.PROTECT, blank=True, related_name="+", db_index=False, verbose_name=_("Pipeline")
    )
    stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        blank=True,
        related_name="opportunities",
        db_index=False,
        verbose_name=_("Stage"),
    )
    status = models.CharField(_("Status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    amount = models.BigIntegerField(_("Value"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    probability = models.PositiveSmallIntegerField(_("Probability in percent"), null=True, blank=True)
    opened_on = models.DateField(_("Opened on"), null=True, blank=True)
    expected_on = models.DateField(_("Expected on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    next_step = models.CharField(_("Next step"), max_length=300, blank=True, default="")
    next_step_on = models.DateField(_("Next step on"), null=True, blank=True)
    source = models.ForeignKey(
        LeadSource, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("Source")
    )
    reason = models.ForeignKey(
        Reason, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("Reason")
    )
    lost_reason = models.CharField(_("Reason lost"), max_length=300, blank=True, default="")
    stage_since = models.DateTimeField(_("In stage since"), editable=False)
    stalls_on = models.DateField(_("Stalls on"), null=True, editable=False)
    chance = models.PositiveSmallIntegerField(_("Chance in percent"), null=True, editable=False)
    chance_low = models.PositiveSmallIntegerField(_("Chance at least"), null=True, editable=False)
    chance_high = models.PositiveSmallIntegerField(_("Chance at most"), null=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Owner"),
    )

    owner_path = "owner"

    class Meta:
        verbose_name = _("Opportunity")
        verbose_name_plural = _("Opportunities")
        indexes: ClassVar = [
            # The lanes of the board in their order, and their sums, for which no row of the table is touched. The
            # status follows from the stage: among the open ones, none of those who were won is read.
            active_index("opportunity_stage", "stage", "updated_at"),
            models.Index(
                fields=["stage", "status", "currency", "amount", "archived_at"],
                name="opportunity_lane_sums",
                condition=Q(archived_at__isnull=True),
            ),
            # Not in the order of its sums: SQLite would then read it for every sum of a few among many.
            models.Index(
                fields=["status", "amount", "id", "currency"],
                name="opportunity_status",
                condition=Q(archived_at__isnull=True),
            ),
            # The same lanes for whoever sees their own.
            models.Index(
                fields=["owner", "stage", "updated_at", "id", "currency", "amount", "archived_at"],
                name="opportunity_owner_stage",
                condition=Q(archived_at__isnull=True),
            ),
            # What is on somebody's own desk: open, by the day it is expected, with what its sums need.
            models.Index(
                fields=["owner", "status", "expected_on", "id", "currency", "amount"],
                name="opportunity_owner",
                condition=Q(archived_at__isnull=True),
            ),
            active_index("opportunity_name", "name"),
            active_index("opportunity_amount", "amount"),
            active_index("opportunity_opened", "opened_on"),
            active_index("opportunity_expected", "expected_on"),
            active_index("opportunity_closed", "closed_on"),
            active_index("opportunity_updated", "updated_at"),
            # What only open ones have: nothing is added to them when a past of closed ones is imported.
            *(
                models.Index(
                    fields=[column, "id"],
                    name=f"opportunity_{column}",
                    condition=Q(archived_at__isnull=True) & Q(**{f"{column}__isnull": False}),
                )
                for column in ("next_step_on", "stalls_on", "chance")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageChange(models.Model):
    """The opportunity entered `to_stage` at this moment.

    `seconds` is how long it had been in `from_stage`, or, where no earlier stage is known, how long
    it had been open; NULL when that is unknown.
    """

    id = models.BigAutoField(primary_key=True)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="stage_changes", db_index=False)
    from_stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+", db_index=False)
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    seconds = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["opportunity", "at"], name="stage_change_of"),
            models.Index(fields=["to_stage", "at"], name="stage_change_to"),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} -> {self.to_stage_id}"
