"""An enquiry, before it is an opportunity: what came in, from whom, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.model import Party, Sector
from setia.domains.sales.lead_sources.model import LeadSource
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.reasons.model import Reason
from setia.foundation.records import Record, active_index


class LeadStatus(models.TextChoices):
    NEW = "new", _("New")
    WORKING = "working", _("Being worked on")
    QUALIFIED = "qualified", _("Qualified")
    UNQUALIFIED = "unqualified", _("Not pursued")
    CONVERTED = "converted", _("Converted")


UNDECIDED = (LeadStatus.NEW.value, LeadStatus.WORKING.value, LeadStatus.QUALIFIED.value)


class Lead(Record):
    """What came in stands in columns of its own, so that it is kept as it was said whoever it turns out to be.

    `score`, from 0 to 100, follows from the answers (see `qualifying`); empty while nothing was answered.
    """

    name = models.CharField(_("About"), max_length=200, blank=True, default="")
    reference = models.CharField(_("Number"), max_length=60, null=True, blank=True, unique=True)
    source = models.ForeignKey(
        LeadSource, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("Source")
    )
    status = models.CharField(
        _("Status"), max_length=12, choices=LeadStatus.choices, default=LeadStatus.NEW, editable=False
    )
    person = models.CharField(_("Person"), max_length=200, blank=True, default="")
    company = models.CharField(_("Company"), max_length=200, blank=True, default="")
    email = models.CharField(_("E-mail"), max_length=254, blank=True, default="")
    phone = models.CharField(_("Telephone"), max_length=40, blank=True, default="")
    message = models.TextField(_("What they wrote or said"), blank=True, default="")
    language = models.CharField(_("Language"), max_length=8, blank=True, default="")
    country = models.CharField(_("Country"), max_length=2, blank=True, default="")
    sector = models.CharField(_("Kind of business"), max_length=30, choices=Sector.choices, blank=True, default="")
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("Known as")
    )
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, editable=False, related_name="leads", verbose_name=_("Became")
    )
    score = models.PositiveSmallIntegerField(_("Score"), null=True, editable=False)
    reason = models.ForeignKey(
        Reason, models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False,
        verbose_name=_("Reason"),
    )  # fmt: skip
    ended_because = models.CharField(_("Why not"), max_length=300, blank=True, default="", editable=False)
    received_on = models.DateField(_("Came in on"), null=True, blank=True)
    converted_on = models.DateField(_("Converted on"), null=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Owner"),
    )  # fmt: skip

    owner_path = "owner"

    class Meta:
        verbose_name = _("Lead")
        verbose_name_plural = _("Leads")
        indexes: ClassVar = [
            active_index("lead_name", "name"),
            active_index("lead_received", "received_on"),
            active_index("lead_status", "status", "received_on"),
            active_index("lead_owner", "owner", "status", "received_on"),
            models.Index(fields=["score", "id"], name="lead_score", condition=Q(score__isnull=False)),
            # By what somebody is known who has no record of their own: to find, and to forget them.
            models.Index(fields=["email"], name="lead_email", condition=~Q(email="")),
            models.Index(fields=["phone"], name="lead_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name
