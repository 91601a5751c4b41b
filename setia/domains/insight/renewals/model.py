"""How likely a contract is to go on when its term ends."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.contracts.model import Contract
from setia.foundation.records import Record, active_index


class Method(models.TextChoices):
    RENEWALS = "renewals", _("Renewals of all contracts")
    MONTHS = "months", _("How long contracts last")


class Renewal(Record):
    """One row for each contract that is under way, as of the day `as_of`.

    `chance` in percent: by "renewals" that it is renewed when its term ends, by "months" that it still runs in a
    year; between `chance_low` and `chance_high` in 80 of 100 cases. Empty where there is too little to say. Learnt
    from `learnt_from` contracts, of which so many `ended`. `value` is what the next term comes to, in minor units of
    `currency`, net. Contracts that end by themselves have none.
    """

    contract = models.OneToOneField(
        Contract, models.CASCADE, related_name="outlook", editable=False, verbose_name=_("Contract")
    )
    party = models.ForeignKey(
        Party, models.CASCADE, related_name="renewals", db_index=False, editable=False, verbose_name=_("Customer")
    )
    as_of = models.DateField(_("As of"), editable=False)
    method = models.CharField(_("Learnt from"), max_length=8, choices=Method.choices, default="", editable=False)
    chance = models.PositiveSmallIntegerField(_("Chance to renew"), null=True, editable=False)
    chance_low = models.PositiveSmallIntegerField(_("Chance to renew, at least"), null=True, editable=False)
    chance_high = models.PositiveSmallIntegerField(_("Chance to renew, at most"), null=True, editable=False)
    renewed = models.PositiveIntegerField(_("Renewed so often"), default=0, editable=False)
    months = models.PositiveIntegerField(_("Months so far"), default=0, editable=False)
    ends_on = models.DateField(_("Ends on"), null=True, editable=False)
    value = models.BigIntegerField(_("Value of the next term"), default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    learnt_from = models.PositiveIntegerField(_("Contracts learnt from"), default=0, editable=False)
    ended = models.PositiveIntegerField(_("Contracts that were ended"), default=0, editable=False)

    owner_path = "contract__owner"

    class Meta:
        verbose_name = _("Renewal")
        verbose_name_plural = _("Renewals")
        indexes: ClassVar = [
            active_index("renewal_chance", "chance"),
            active_index("renewal_end", "ends_on"),
            models.Index(fields=["party", "id"], name="renewal_party"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.as_of}"
