"""Who holds a job: named so that a worker on the same machine can see whether that process still lives."""

from __future__ import annotations

import os
import secrets
import socket
import sys

from django.utils import timezone

from setia.foundation.jobs.model import Job


def holder_name(lane: str) -> str:
    """Machine, process, lane, and something that no other process with this number ever has."""
    return f"{_machine()}:{os.getpid()}:{lane[:20]}:{secrets.token_hex(6)}"


def end_leases_of_the_dead() -> int:
    """Let the jobs of processes that died on this machine be taken back at once; how many there were.

    Should a machine in truth be two of the same name, a job that is being done is begun a second time in
    vain: its first holder can no longer finish it.
    """
    held = Job.objects.filter(state=Job.State.RUNNING, holder__startswith=f"{_machine()}:")
    dead = [holder for holder in held.values_list("holder", flat=True).distinct() if not _lives(holder)]
    return Job.objects.filter(state=Job.State.RUNNING, holder__in=dead).update(lease_until=timezone.now())


def _machine() -> str:
    return socket.gethostname()[:40].replace(":", "-")


def _lives(holder: str) -> bool:
    process = holder.split(":")[1]
    if sys.platform == "win32" or not process.isdecimal():  # there, asking a process would end it
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
