"""The band of everybody's age as it is today; looked after every night."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.ages import BANDS
from setia.domains.parties.parties.model import AgeBand, Party
from setia.foundation.access import system
from setia.foundation.jobs import every, task
from setia.foundation.periods import months_later
from setia.kit.readers import reads
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

BATCH = 500


@every("nightly", at="01:20")
@task(own_transactions=True)
def follow_ages() -> None:
    """In batches of those who came into another band since yesterday."""
    by, parties = system(), registry["parties"]
    for band, born in _born_in(by.today):
        while True:
            with transaction.atomic():
                misfits = Party.objects.filter(born, archived_at__isnull=True, restricted_on__isnull=True).exclude(
                    age_band=band
                )
                ids = list(misfits.order_by("pk").values_list("pk", flat=True)[:BATCH])
                write(parties, changes_of(parties, ids), by)
            if len(ids) < BATCH:
                break


def _born_in(today: date) -> list[tuple[AgeBand, Q]]:
    """The days on which those were born who are in each band today."""
    found, younger = [], Q(born_on__isnull=False)
    for years, band in BANDS:
        limit = months_later(today, -12 * years)
        found.append((band, younger & Q(born_on__gt=limit)))
        younger = Q(born_on__lte=limit)
    return [*found, (AgeBand.FROM_65, younger)]


reads("parties.party", ("born_on", "age_band"), gettext_lazy("The age band follows the day of birth"))
