"""A person or a company that we have to do with, in as many roles as it has."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.fields import KeyField
from setia.foundation.records import Record, active_index


class PartyKind(models.TextChoices):
    PERSON = "person", _("Person")
    COMPANY = "company", _("Company")


class Sector(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    SOFTWARE = "software", _("Software")
    TELECOMMUNICATIONS = "telecommunications", _("Telecommunications")
    MEDICAL = "medical", _("Medical")
    RETAIL = "retail", _("Retail")
    FINANCE = "finance", _("Finance")
    INSURANCE = "insurance", _("Insurance")
    SERVICES = "services", _("Services")
    MARKETING = "marketing", _("Marketing")
    ENTERTAINMENT = "entertainment", _("Entertainment")
    EMPLOYMENT = "employment", _("Employment")
    EDUCATION = "education", _("Education")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    CONSTRUCTION = "construction", _("Construction")
    REAL_ESTATE = "real_estate", _("Real estate")
    TRANSPORT = "transport", _("Transport")
    ENERGY = "energy", _("Energy")
    AGRICULTURE = "agriculture", _("Agriculture")
    HOSPITALITY = "hospitality", _("Hotels and restaurants")
    PUBLIC = "public", _("Public administration")
    NON_PROFIT = "non_profit", _("Non-profit")
    OTHER = "other", _("Other")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class AgeBand(models.TextChoices):
    UNDER_18 = "under_18", _("Under 18")
    TO_24 = "to_24", _("18 to 24")
    TO_34 = "to_34", _("25 to 34")
    TO_44 = "to_44", _("35 to 44")
    TO_54 = "to_54", _("45 to 54")
    TO_64 = "to_64", _("55 to 64")
    FROM_65 = "from_65", _("65 and over")


class IncomeBand(models.TextChoices):
    """Quintiles of the country's households, so that the bands mean something everywhere."""

    LOWEST = "lowest", _("Lowest fifth")
    LOWER = "lower", _("Second fifth")
    MIDDLE = "middle", _("Middle fifth")
    HIGHER = "higher", _("Fourth fifth")
    HIGHEST = "highest", _("Highest fifth")


USUALLY_ASKED = ("is_customer", "is_prospect", "is_vendor", "is_partner", "kind", "country", "city", "sector")


class Party(Record):
    """`email` and `phone` are copies of the primary contact points, `sort_name` is the folded name.

    The name of a person follows from the first and last name where these are given. Since `restricted_on` it may
    only be seen and kept; of who was `erased_at` a moment, the number alone remains.
    """

    kind = models.CharField(_("Kind"), max_length=10, choices=PartyKind.choices, default=PartyKind.PERSON)
    name = models.CharField(_("Name"), max_length=201, blank=True, default="")
    sort_name = KeyField(max_length=200, default="", editable=False)
    first_name = models.CharField(_("First name"), max_length=100, blank=True, default="")
    last_name = models.CharField(_("Last name"), max_length=100, blank=True, default="")
    is_customer = models.BooleanField(_("Customer"), default=False)
    is_vendor = models.BooleanField(_("Vendor"), default=False)
    is_partner = models.BooleanField(_("Partner"), default=False)
    is_prospect = models.BooleanField(_("Prospect"), default=False)
    reference = models.CharField(_("Customer number"), max_length=60, null=True, blank=True, unique=True)
    email = models.CharField(_("E-mail"), max_length=254, blank=True, default="")
    phone = models.CharField(_("Telephone"), max_length=40, blank=True, default="")
    website = models.CharField(_("Website"), max_length=600, blank=True, default="")
    city = models.CharField(_("City"), max_length=120, blank=True, default="")
    country = models.CharField(_("Country"), max_length=2, blank=True, default="")
    language = models.CharField(_("Language"), max_length=8, blank=True, default="")
    sector = models.CharField(_("Sector"), max_length=30, choices=Sector.choices, blank=True, default="")
    founded_in = models.PositiveSmallIntegerField(_("Founded in"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("Employees"), null=True, blank=True)
    revenue = models.BigIntegerField(_("Yearly revenue"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True, default="")
    about = models.TextField(_("About"), blank=True, default="")
    born_on = models.DateField(_("Born on"), null=True, blank=True)
    age_band = models.CharField(_("Age"), max_length=10, choices=AgeBand.choices, blank=True, default="")
    gender = models.CharField(_("Gender"), max_length=10, choices=Gender.choices, blank=True, default="")
    income_band = models.CharField(_("Income"), max_length=10, choices=IncomeBand.choices, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Owner"),
    )
    restricted_on = models.DateField(_("Processing restricted since"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("Erased"), null=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        indexes: ClassVar = [
            # Read in the order of names while the usual conditions are judged without touching the row; once for
            # whoever sees all, once for whoever sees their own.
            models.Index(
                fields=["sort_name", "id", *USUALLY_ASKED, "owner"],
                name="party_name",
                condition=Q(archived_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "sort_name", "id", *USUALLY_ASKED],
                name="party_owner_name",
                condition=Q(archived_at__isnull=True),
            ),
            active_index("party_kind_name", "kind", "sort_name"),
            active_index("party_updated", "updated_at"),
            models.Index(fields=["name"], name="party_exact_name"),
            models.Index(fields=["email"], name="party_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.PERSON
