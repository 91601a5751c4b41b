"""The company that uses this installation: one row, read often, changed rarely."""

from __future__ import annotations

from django.core.cache import cache
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record

ONLY = 1


class Company(Record):
    name = models.CharField(_("Company name"), max_length=120, default="Our company")
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    country = models.CharField(_("Country"), max_length=2, default="US")
    language = models.CharField(_("Language"), max_length=8, default="en")
    zone = models.CharField(_("Time zone"), max_length=40, default="UTC")

    class Meta:
        app_label = "foundation"
        verbose_name = _("Company")
        verbose_name_plural = _("Company")

    def __str__(self) -> str:
        return self.name


def our_company() -> Company:
    """The one company; made with defaults on first use and kept for a minute per process."""
    company = cache.get("our-company")
    if company is None:
        now = timezone.now()
        company, _made = Company.objects.get_or_create(pk=ONLY, defaults={"created_at": now, "updated_at": now})
        cache.set("our-company", company, 60)
    found: Company = company
    return found
