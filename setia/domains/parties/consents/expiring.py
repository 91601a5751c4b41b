"""Consents whose day has come are told to have expired, every night."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.consents.model import Consent, ConsentStatus
from setia.foundation import ledger
from setia.foundation.access import system
from setia.foundation.jobs import every, task
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

BATCH = 500

ledger.declare("consent.expired", _("expired"), "hourglass")


@every("nightly", at="01:10")
@task(own_transactions=True)
def expire_consents() -> None:
    """In batches, so that nobody waits; a round that was cut off goes on with the next."""
    by = system()
    due = Consent.objects.filter(status=ConsentStatus.GRANTED, expires_on__lt=by.today, archived_at__isnull=True)
    while True:
        with transaction.atomic():
            ids = list(due.order_by("expires_on", "pk").values_list("pk", flat=True)[:BATCH])
            # What is over becomes "expired" when it is settled.
            write(registry["consents"], changes_of(registry["consents"], ids), by, fact="consent.expired")
        if len(ids) < BATCH:
            return
