"""`python -m bench.faults.audit.settling SECONDS`: waits until no job waits or runs any more.

Nothing is waited for that only passes the time: leases of processes that are gone end now, and what waits
for its next try is due now. What is taken over and tried again is so by the workers themselves.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import django


def main(seconds: float) -> list[Any]:
    django.setup()
    from django.db import Error, connection

    from setia.foundation.jobs.model import Job

    left: list[Any] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            hurry()
            waiting = Job.objects.exclude(state=Job.State.FAILED)
            left = list(waiting.values_list("task", "state", "holder", "attempts", "error"))
        except Error:
            connection.close()
            left = [["the database does not answer"]]
        if not left:
            return []
        time.sleep(0.2)
    return left


def hurry() -> None:
    from django.utils import timezone

    from setia.foundation.jobs.model import Job

    now = timezone.now()
    Job.objects.filter(state=Job.State.READY, attempts__gt=0, run_at__gt=now).update(run_at=now)
    for holder in Job.objects.filter(state=Job.State.RUNNING).values_list("holder", flat=True).distinct():
        if not Path(f"/proc/{holder.split(':')[1]}").exists():
            Job.objects.filter(holder=holder, lease_until__gt=now).update(lease_until=now)


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]))))
