"""The sweep as a job: every night, and when somebody asks for it."""

from __future__ import annotations

from setia.domains.duplicates.matching.rules import our_rules
from setia.domains.duplicates.sweeping.sweep import sweep
from setia.foundation.access import system
from setia.foundation.jobs import every, progress, task

KEY = "duplicates:sweep"


@every("nightly", at="03:10")
@task(own_transactions=True, retries=2)
def sweep_nightly() -> None:
    if our_rules().nightly:
        sweep(system("job"), progress)


@task(own_transactions=True, retries=2)
def sweep_now(whole: bool = False) -> None:
    """Begun anew when it was interrupted: pairs that were kept are found again and stay one."""
    sweep(system("job"), progress, whole=whole)
