"""When questions change, the leads that are still open are scored again."""

from __future__ import annotations

from django.db import transaction

from setia.domains.sales.qualifying.scoring import scores_of
from setia.foundation import bulk
from setia.foundation.jobs import hold_lease, task
from setia.kit.resources import registry

BATCH = 1_000
UNDECIDED = ("new", "working", "qualified")


@task(own_transactions=True)
def score_again() -> None:
    """In batches; the score follows from the answers, so it is no change that anybody made."""
    last, leads = 0, registry["leads"].model
    while True:
        with transaction.atomic():
            hold_lease()
            rows = leads._default_manager.filter(pk__gt=last, status__in=UNDECIDED).order_by("pk")
            some = list(rows.values_list("pk", "sector", "score")[:BATCH])
            if not some:
                return
            scores = scores_of({pk: sector for pk, sector, _score in some})
            bulk.update(leads, ["score"], [(scores[pk], pk) for pk, _sector, old in some if scores[pk] != old])
            last = some[-1][0]
