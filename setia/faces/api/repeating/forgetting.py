"""Keys are for repeating a request that got no answer, not for ever.

Alone in its room, because every process must know the job, and only the web needs the rest of the API.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from setia.foundation.jobs import every, task
from setia.foundation.ledger import Done

KEPT = timedelta(days=2)


@every("nightly", at="03:10")
@task()
def forget_old_answers() -> None:
    """Drop the answers that were kept for repetitions."""
    Done.objects.filter(at__lt=timezone.now() - KEPT).delete()
