"""Retention by night, and when the owner of the machine asks for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.privacy.retention.expiring import retain
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, progress, task
from setia.kit.chores import Tell, chore


@every("nightly", at="02:10")
@task(own_transactions=True, retries=3)
def look_after_retention() -> None:
    """Stopped between two portions it begins anew: what has gone is not found again."""
    if our_rules().nightly:
        retain(system("job"), progress)


@chore("privacy", "retention", "drop values whose time is over, and propose who may be erased")
def retain_here(by: Actor, tell: Tell) -> str:
    dropped, proposed = retain(by, tell)
    words = _("%(dropped)s values were dropped, %(proposed)s people are proposed for erasure.")
    return words % {"dropped": f"{dropped:,}", "proposed": f"{proposed:,}"}
