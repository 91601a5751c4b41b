"""A launch: a product or an idea, how many could want it, and what that may bring month by month."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.catalog.need_kinds.model import NeedKind
from setia.domains.catalog.products.model import Product
from setia.foundation.records import Record, active_index


class Standing(models.TextChoices):
    DRAFT = "draft", _("Not planned yet")
    WAITING = "waiting", _("Being planned")
    PLANNED = "planned", _("Planned")
    REFUSED = "refused", _("Too little to plan")
    OUTDATED = "outdated", _("Made from other inputs")


class Launch(Record):
    """`market` is how many could be reached. `having` of `asked` have a need that it serves; where both are empty, they
    are counted from the needs that were stated (`LaunchNeed`). It is planned for so many `months` from the one of
    `starts_on` on. `status` follows from the plan and from what it was made from (`inputs`).

    What comes of planning are ranges of first purchases: in one of ten cases less than `_low`, in one of ten more than
    `_high`, in half of them less than `_middle`; `ever` is how many may ever buy. `plan` holds the months, `came` how
    many bought it for the first time in each month since.
    """

    name = models.CharField(_("Launch"), max_length=200)
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Product")
    )
    about = models.TextField(_("Idea"), blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Owner"),
    )  # fmt: skip
    market = models.PositiveIntegerField(_("Could be reached"), null=True, blank=True)
    asked = models.PositiveIntegerField(_("Asked for the need"), null=True, blank=True)
    having = models.PositiveIntegerField(_("Have the need"), null=True, blank=True)
    price = models.BigIntegerField(_("Planned price"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    starts_on = models.DateField(_("On sale from"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("Months to plan"), default=24)
    status = models.CharField(
        _("Status"), max_length=8, choices=Standing.choices, default=Standing.DRAFT, editable=False
    )
    planned_on = models.DateField(_("Planned on"), null=True, editable=False)
    year_low = models.BigIntegerField(_("First year, at least"), null=True, editable=False)
    year_middle = models.BigIntegerField(_("First year, middle"), null=True, editable=False)
    year_high = models.BigIntegerField(_("First year, at most"), null=True, editable=False)
    ever_low = models.BigIntegerField(_("Ever, at least"), null=True, editable=False)
    ever_middle = models.BigIntegerField(_("Ever, middle"), null=True, editable=False)
    ever_high = models.BigIntegerField(_("Ever, at most"), null=True, editable=False)
    bought = models.BigIntegerField(_("Bought so far"), null=True, editable=False)
    plan = models.JSONField(default=dict, editable=False)
    came = models.JSONField(default=dict, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Launch")
        verbose_name_plural = _("Launches")
        indexes: ClassVar = [
            active_index("launch_name", "name"),
            active_index("launch_starts", "starts_on"),
            active_index("launch_owner", "owner", "starts_on"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=120), name="launch_months",
                violation_error_message=_("Plan for 1 to 120 months."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class LaunchNeed(Record):
    """A kind of need that it serves. Whoever stated one of them may want it."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="needs", db_index=False, verbose_name=_("Launch"))
    need_kind = models.ForeignKey(NeedKind, models.PROTECT, related_name="+", verbose_name=_("Kind of need"))
    about = models.CharField(_("How it serves it"), max_length=200, blank=True, default="")
    name = models.CharField(_("Name"), max_length=200, default="", editable=False)

    owner_path = "launch__owner"
    governed_by = "insight.launch"

    class Meta:
        verbose_name = _("Kind of need it serves")
        verbose_name_plural = _("Kinds of need it serves")
        indexes: ClassVar = [models.Index(fields=["launch", "need_kind", "id"], name="launch_need_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["launch", "need_kind"], condition=Q(archived_at__isnull=True), name="launch_need_once",
                violation_error_message=_("This need is among them already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class LaunchAnalogue(Record):
    """A product like the one to be launched, and how many had been `expected` to buy it ever, where that is known."""

    launch = models.ForeignKey(
        Launch, models.CASCADE, related_name="analogues", db_index=False, verbose_name=_("Launch")
    )
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("Product like it"))
    name = models.CharField(_("Name"), max_length=200, default="", editable=False)
    expected = models.PositiveIntegerField(_("Had been expected to buy it"), null=True, blank=True)

    owner_path = "launch__owner"
    governed_by = "insight.launch"

    class Meta:
        verbose_name = _("Product like it")
        verbose_name_plural = _("Products like it")
        indexes: ClassVar = [models.Index(fields=["launch", "product", "id"], name="launch_analogue_of")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["launch", "product"], condition=Q(archived_at__isnull=True), name="launch_analogue_once",
                violation_error_message=_("This product is among them already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PriceTest(Record):
    """`bought` of `shown` to whom it was offered at `price`, in the currency of the launch."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="tests", db_index=False, verbose_name=_("Launch"))
    name = models.CharField(_("Name"), max_length=260, default="", editable=False)
    price = models.BigIntegerField(_("Price"))
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    shown = models.PositiveIntegerField(_("Shown to"))
    bought = models.PositiveIntegerField(_("Bought by"))
    tested_on = models.DateField(_("Tested on"), null=True, blank=True)

    owner_path = "launch__owner"
    governed_by = "insight.launch"

    class Meta:
        verbose_name = _("Price test")
        verbose_name_plural = _("Price tests")
        indexes: ClassVar = [models.Index(fields=["launch", "price", "id"], name="price_test_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(bought__lte=models.F("shown")), name="price_test_bought",
                violation_error_message=_("No more can buy than it was shown to."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
