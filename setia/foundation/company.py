"""The company that uses this installation: one row, read often, changed rarely."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record

ONLY = 1
KEY = "our-company"
SECONDS = 1.0


class Company(Record):
    name = models.CharField(_("Company name"), max_length=120, default="Our company")
    currency = models.CharField(_("Currency"), max_length=3, default="USD")
    country = models.CharField(_("Country"), max_length=2, default="US")
    language = models.CharField(_("Language"), max_length=8, default="en")
    zone = models.CharField(_("Time zone"), max_length=40, default="UTC")
    hour_cost = models.BigIntegerField(_("Cost of an hour of labour"), null=True, blank=True)
    """In minor units of `currency`; what one hour of our own people costs us, whoever does the work."""
    actions_a_day = models.PositiveSmallIntegerField(_("Actions a day"), default=5)
    """So many things to do next somebody is given at most on one day."""
    shape = models.CharField(max_length=12, blank=True, default="", editable=False)
    """Another word after every change of the fields that people added; read on the way, it costs no question."""
    not_collected = models.JSONField(default=list, editable=False)
    """Personal fields that are not filled in any more ("parties.party.born_on")."""

    class Meta:
        app_label = "foundation"
        verbose_name = _("Company")
        verbose_name_plural = _("Company")

    def __str__(self) -> str:
        return self.name


class _Memory:
    """What this process last read; a page asks for the company at every amount and telephone number."""

    company: Company | None = None
    until = 0.0


def forget_company() -> None:
    """Read it again when it is next needed: at the beginning of a request, and after it was changed."""
    _Memory.company = None


def changed_company() -> None:
    """No process goes on with what it knew."""
    cache.delete(KEY)
    forget_company()


def read_ahead() -> None:
    """Go on with the company as this transaction has left it, until it ends; other processes hear of it then."""
    _Memory.company, _Memory.until = Company.objects.get(pk=ONLY), float("inf")


def our_company() -> Company:
    """The one company, made with defaults on first use; a process reads it at most once a second."""
    known = _Memory.company
    if known is None or time.monotonic() > _Memory.until:
        known = _Memory.company = _read()
        _Memory.until = time.monotonic() + SECONDS
    return known


def _read() -> Company:
    company = cache.get(KEY)
    if company is None:
        now = timezone.now()
        company, _made = Company.objects.get_or_create(pk=ONLY, defaults={"created_at": now, "updated_at": now})
        cache.set(KEY, company, 60)
    found: Company = company
    return found
