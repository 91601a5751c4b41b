"""What was promised, to whom or by whom, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.products.model import Product
from setia.domains.needs.needs.model import Need
from setia.domains.parties.parties.model import Party
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index
from setia.foundation.staff.models import Team


class Direction(models.TextChoices):
    OURS = "ours", _("We to them")
    THEIRS = "theirs", _("They to us")


class Source(models.TextChoices):
    ADVERTISEMENT = "advertisement", _("Advertisement")
    CALL = "call", _("Call")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Meeting")
    OFFER = "offer", _("Offer")
    ORDER = "order", _("Order")
    CONTRACT = "contract", _("Contract")
    OTHER = "other", _("Other")


class Comparison(models.TextChoices):
    AT_MOST = "<=", _("at most")
    AT_LEAST = ">=", _("at least")
    EXACTLY = "=", _("exactly")


class Unit(models.TextChoices):
    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    PERCENT = "percent", _("percent")
    PIECES = "pieces", _("pieces")
    TIMES = "times", _("times")


class State(models.TextChoices):
    OPEN = "open", _("Open")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    RENEGOTIATED = "renegotiated", _("Renegotiated")
    WAIVED = "waived", _("Waived")


class Promise(Record):
    """Due on a day, or measured by a term ("answer" at most 4 hours), or both: the term holds until the day.

    `party` is to whom we promised, or who promised us. `owner` has to keep it, or to see to it that it is kept.
    `rests_on` is the promise without which this one cannot be kept. `follows` is the one that was renegotiated into
    this. `about` is the address of any record. `missed_at` is when it was found that its day had passed, `warned_at`
    when one that it rests on was broken or put off.
    """

    name = models.CharField(_("What was promised"), max_length=300)
    party = models.ForeignKey(Party, models.PROTECT, related_name="promises", db_index=False, verbose_name=_("With"))
    direction = models.CharField(_("Who promised"), max_length=6, choices=Direction.choices, default=Direction.OURS)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    measure = models.CharField(_("What is measured"), max_length=120, blank=True, default="")
    comparison = models.CharField(_("Comparison"), max_length=2, choices=Comparison.choices, blank=True, default="")
    value = models.DecimalField(_("Value"), max_digits=15, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=10, choices=Unit.choices, blank=True, default="")
    source = models.CharField(_("Where it was promised"), max_length=13, choices=Source.choices, default=Source.CALL)
    campaign = models.CharField(_("Campaign or text"), max_length=200, blank=True, default="")
    made_on = models.DateField(_("Promised on"), blank=True)
    promised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Promised by"),
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Has to keep it"),
    )  # fmt: skip
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("Team")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("Product")
    )
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="promises", verbose_name=_("Need it serves")
    )
    about = models.CharField(_("About"), max_length=80, blank=True, default="")
    rests_on = models.ForeignKey(
        "promises.Promise", models.SET_NULL, null=True, blank=True, related_name="resting",
        verbose_name=_("Rests on"),
    )  # fmt: skip
    follows = models.ForeignKey(
        "promises.Promise", models.SET_NULL, null=True, editable=False, related_name="followed_by",
        verbose_name=_("Takes the place of"),
    )  # fmt: skip
    status = models.CharField(_("Status"), max_length=12, choices=State.choices, default=State.OPEN, editable=False)
    ended_on = models.DateField(_("Ended on"), null=True, editable=False)
    evidence = models.TextField(_("Evidence"), default="", editable=False)
    missed_at = models.DateTimeField(_("Found overdue"), null=True, editable=False)
    warned_at = models.DateTimeField(_("In danger since"), null=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Promise")
        verbose_name_plural = _("Promises")
        indexes: ClassVar = [
            active_index("promise_due", "due_on"),
            active_index("promise_name", "name"),
            active_index("promise_status", "status", "due_on"),
            active_index("promise_made", "made_on"),
            # What somebody has to keep, by day.
            active_index("promise_owner", "owner", "status", "due_on"),
            # The promises of a party; archived ones too, for they keep the party.
            models.Index(fields=["party", "status", "due_on", "id", "archived_at"], name="promise_party"),
            models.Index(fields=["about", "status", "due_on", "id"], name="promise_about", condition=~Q(about="")),
            # What the job looks through.
            models.Index(
                fields=["due_on", "id"], name="promise_open_due", condition=Q(status="open", archived_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def also_seen(cls, access: Access, before: str) -> Q:
        """Whoever promised, and whoever looks after the party, sees what somebody else has to keep."""
        people = {access.staff_id} if access.sight("promises.promise") == "own" else access.colleagues
        some = sorted(pk for pk in people if pk is not None)
        return Q(**{f"{before}promised_by__in": some}) | Q(**{f"{before}party__owner__in": some})
