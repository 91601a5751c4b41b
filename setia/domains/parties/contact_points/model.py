"""A way to reach a party."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.fields import KeyField
from setia.foundation.records import Record


class ContactKind(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    WEBSITE = "website", _("Website")
    ADDRESS = "address", _("Address")
    MESSENGER = "messenger", _("Messenger")


class Place(models.TextChoices):
    WORK = "work", _("Work")
    HOME = "home", _("Home")
    MOBILE = "mobile", _("Mobile")
    BILLING = "billing", _("Billing")
    DELIVERY = "delivery", _("Delivery")
    OTHER = "other", _("Other")


class ContactPoint(Record):
    """`key` is the value in its one comparable form. One current point of each kind is the primary one.

    An address is kept in its parts where these were given; its value is then put together from them.
    `verified_on` is when somebody made sure that the party is reached by it; another value is not verified.
    """

    party = models.ForeignKey(
        "parties.Party",
        models.CASCADE,
        related_name="contact_points",
        db_index=False,
        verbose_name=_("Party"),
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=ContactKind.choices, default=ContactKind.EMAIL)
    value = models.CharField(_("Value"), max_length=600, blank=True, default="")
    key = KeyField(max_length=600, default="", editable=False)
    label = models.CharField(_("Use"), max_length=10, choices=Place.choices, blank=True, default="")
    is_primary = models.BooleanField(_("Primary"), default=False)
    started_on = models.DateField(_("Since"), null=True, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    verified_on = models.DateField(_("Verified on"), null=True, editable=False)
    street = models.CharField(_("Street and number"), max_length=200, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True, default="")
    city = models.CharField(_("City"), max_length=120, blank=True, default="")
    region = models.CharField(_("Region"), max_length=120, blank=True, default="")
    country = models.CharField(_("Country"), max_length=2, blank=True, default="")

    owner_path = "party__owner"
    governed_by = "parties.party"

    class Meta:
        verbose_name = _("Contact point")
        verbose_name_plural = _("Contact points")
        indexes: ClassVar = [
            models.Index(fields=["party", "kind", "id"], name="contact_of_party"),
            models.Index(fields=["kind", "key"], name="contact_key"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "kind", "key"],
                condition=Q(ended_on__isnull=True, archived_at__isnull=True),
                name="contact_once",
                violation_error_message=_("This contact point is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.value
