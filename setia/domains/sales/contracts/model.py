"""What a customer receives again and again: subscriptions, maintenance, rent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.records import Record, active_index


class Period(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


MONTHS = {"month": 1, "quarter": 3, "year": 12}


class ContractStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    NOTICED = "noticed", _("Notice given")
    ENDED = "ended", _("Ended")


ALIVE = (ContractStatus.RUNNING.value, ContractStatus.PAUSED.value, ContractStatus.NOTICED.value)


class Contract(Record):
    """For each period, beginning on `starts_on`, an order is made: `periods` were, the next begins on `next_on`.

    It runs until `ends_on` (both days count), or without end. One that `renews` goes on for `renewal_months` unless
    notice is given until `notice_on`, which is `notice_days` before the end. Ends are counted from `first_ends_on`
    (`renewals` times), so that a short month shortens no other. `monthly` is what a month of it comes to, net, in
    minor units of `currency`.
    """

    reference = models.CharField(_("Contract number"), max_length=60, null=True, blank=True, unique=True)
    name = models.CharField(_("Contract"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="contracts", db_index=False, verbose_name=_("Customer")
    )
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("Opportunity")
    )
    status = models.CharField(
        _("Status"), max_length=10, choices=ContractStatus.choices, default=ContractStatus.DRAFT, editable=False
    )
    period = models.CharField(_("Period"), max_length=10, choices=Period.choices, default=Period.MONTH)
    starts_on = models.DateField(_("Begins on"))
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    renews = models.BooleanField(_("Renews by itself"), default=True)
    renewal_months = models.PositiveSmallIntegerField(_("Renews for months"), default=12)
    notice_days = models.PositiveSmallIntegerField(_("Notice in days"), default=90)
    notice_on = models.DateField(_("Last day for notice"), null=True, editable=False)
    noticed_on = models.DateField(_("Notice given on"), null=True, editable=False)
    paused_on = models.DateField(_("Paused since"), null=True, editable=False)
    next_on = models.DateField(_("Next period"), null=True, editable=False)
    periods = models.PositiveIntegerField(_("Periods so far"), default=0, editable=False)
    renewals = models.PositiveIntegerField(_("Renewed so often"), default=0, editable=False)
    first_ends_on = models.DateField(null=True, editable=False)
    announced_on = models.DateField(null=True, editable=False)
    monthly = models.BigIntegerField(_("Value of a month"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    answer_hours = models.PositiveSmallIntegerField(_("Answer within hours"), null=True, blank=True)
    price_until = models.DateField(_("Prices guaranteed until"), null=True, blank=True)
    about = models.TextField(_("Terms"), blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Owner"),
    )  # fmt: skip

    owner_path = "owner"

    class Meta:
        verbose_name = _("Contract")
        verbose_name_plural = _("Contracts")
        indexes: ClassVar = [
            active_index("contract_name", "name"),
            active_index("contract_next", "next_on"),
            active_index("contract_notice", "notice_on"),
            active_index("contract_end", "ends_on"),
            active_index("contract_monthly", "monthly"),
            active_index("contract_owner", "owner", "status"),
            # The contracts of a party; archived ones too, for they keep the party.
            models.Index(fields=["party", "id", "status", "archived_at"], name="contract_party"),
        ]

    def __str__(self) -> str:
        return self.name
