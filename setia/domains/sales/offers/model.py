"""An individual offer: what we propose to one customer, at which price, until when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import Order
from setia.domains.work.files.model import File
from setia.foundation.records import Record, active_index


class OfferStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced")


class DeclineReason(models.TextChoices):
    PRICE = "price", _("Too expensive")
    COMPETITOR = "competitor", _("Chose somebody else")
    FIT = "fit", _("Does not fit what is needed")
    TIME = "time", _("Too late, or not now")
    OTHER = "other", _("Another reason")


OPEN = (OfferStatus.DRAFT.value, OfferStatus.WAITING.value, OfferStatus.APPROVED.value)
"""As long as it is so, an offer can be changed."""


class Offer(Record):
    """Versions of an offer share its `number`; `edition` counts them, `first` is the first one.

    The sums follow from the lines and are in minor units of `currency`: `listed` at list prices, `net` after
    discounts, `tax` of all rates, `gross` both together; `cost` with labour, `margin` = `net` - `cost`, `floor` the
    least that `net` may be. `departure` counts what departs from the standard, `departure_cost` is what that costs
    (docs/decisions/offers.md). `mark` is another text once a line is another one. `secret` is the SHA-256 of the
    secret in the link by which the customer answers; the secret itself is nowhere.
    """

    number = models.CharField(_("Offer number"), max_length=20, default="", editable=False)
    edition = models.PositiveSmallIntegerField(_("Version"), default=1, editable=False)
    name = models.CharField(_("Offer"), max_length=30, default="", editable=False)
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="editions", verbose_name=_("First version")
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="offers", db_index=False, verbose_name=_("Customer"))
    contact = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Contact person")
    )
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("Opportunity")
    )
    subject = models.CharField(_("Subject"), max_length=200, blank=True, default="")
    introduction = models.TextField(_("Introduction"), blank=True, default="")
    terms = models.TextField(_("Terms"), blank=True, default="")
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    language = models.CharField(_("Language"), max_length=8, blank=True, default="")
    valid_until = models.DateField(_("Valid until"), blank=True)
    deliver_on = models.DateField(_("Delivered by"), null=True, blank=True)
    answer_hours = models.PositiveSmallIntegerField(_("Answer within hours"), null=True, blank=True)
    price_until = models.DateField(_("Prices guaranteed until"), null=True, blank=True)
    budget = models.BigIntegerField(_("Budget"), null=True, blank=True)
    status = models.CharField(
        _("Status"), max_length=10, choices=OfferStatus.choices, default=OfferStatus.DRAFT, editable=False
    )
    listed = models.BigIntegerField(_("At list prices"), default=0, editable=False)
    net = models.BigIntegerField(_("Net"), default=0, editable=False)
    tax = models.BigIntegerField(_("Tax"), default=0, editable=False)
    gross = models.BigIntegerField(_("Gross"), default=0, editable=False)
    cost = models.BigIntegerField(_("Cost"), default=0, editable=False)
    margin = models.BigIntegerField(_("Margin"), default=0, editable=False)
    floor = models.BigIntegerField(_("Floor"), default=0, editable=False)
    departure = models.PositiveSmallIntegerField(_("Departure from the standard"), default=0, editable=False)
    departure_cost = models.BigIntegerField(_("Cost of the departure"), null=True, editable=False)
    mark = models.CharField(max_length=64, default="", editable=False)
    sent_at = models.DateTimeField(_("Sent at"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    secret = models.CharField(max_length=64, default="", editable=False)
    paper = models.ForeignKey(
        File, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("Document")
    )
    answered_at = models.DateTimeField(_("Answered at"), null=True, editable=False)
    answered_by = models.CharField(_("Answered by"), max_length=120, default="", editable=False)
    proof = models.TextField(_("Proof"), default="", editable=False)
    decline_reason = models.CharField(
        _("Why declined"), max_length=10, choices=DeclineReason.choices, default="", editable=False
    )
    decline_words = models.TextField(_("What they said"), default="", editable=False)
    order = models.ForeignKey(
        Order, models.SET_NULL, null=True, editable=False, related_name="offers", verbose_name=_("Order")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Owner"),
    )  # fmt: skip

    owner_path = "owner"

    class Meta:
        verbose_name = _("Offer")
        verbose_name_plural = _("Offers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "edition"], name="offer_edition_once",
                violation_error_message=_("There is already a newer version of this offer."),
            )
        ]  # fmt: skip
        indexes: ClassVar = [
            active_index("offer_name", "name"),
            active_index("offer_status", "status"),
            active_index("offer_net", "net"),
            active_index("offer_valid", "valid_until"),
            active_index("offer_sent", "sent_at"),
            active_index("offer_owner", "owner", "status"),
            # The offers of a party; archived ones too, for they keep the party.
            models.Index(fields=["party", "id", "status", "archived_at"], name="offer_party"),
            models.Index(fields=["secret"], name="offer_secret", condition=~Q(secret="")),
            # What the job looks through every night.
            models.Index(
                fields=["valid_until", "id"], name="offer_running", condition=Q(status="sent", archived_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OfferNumber(models.Model):
    """The last number given out in a year; whoever takes the next one waits for the one before."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
