"""When scores are reckoned: after every refresh of the marts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.insight.renewals import keeping as renewing
from setia.domains.insight.scores import keeping
from setia.domains.insight.scores.model import Score
from setia.domains.insight.warehouse.jobs import after_refresh
from setia.foundation.access import system
from setia.foundation.jobs import progress, task
from setia.foundation.jobs.model import Job

KEY = "scores:reckon"


@task(own_transactions=True, retries=2)
def reckon_scores() -> None:
    at = timezone.now()
    keeping.reckon(at, progress)
    renewing.reckon(at, system().today)


def _enqueue() -> None:
    """A round that failed stands in nobody's way."""
    Job.objects.filter(key=KEY, state=Job.State.FAILED).delete()
    reckon_scores.using(key=KEY).enqueue()


def reckon_here(at: datetime, tell: keeping.Tell) -> str:
    if keeping.reckon(at, tell) is None:
        return ""
    renewing.reckon(at, system(at=at).today)
    said = Score.objects.filter(staying__isnull=False).count()
    if not said:
        return _("There is too little history to say who will stay.")
    return _("Said of %(customers)s customers whether they will stay, and what they will be worth.") % {
        "customers": said
    }  # fmt: skip


after_refresh(_enqueue, reckon_here)
