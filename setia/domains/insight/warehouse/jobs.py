"""When the marts are refreshed: every night before what is learnt from them, and when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.insight.warehouse import store
from setia.domains.insight.warehouse.refreshing import refresh
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, progress, task
from setia.kit.chores import Tell, chore

KEY = "marts:refresh"


@every("nightly", at="01:40")
@task(own_transactions=True, retries=2)
def refresh_at_night() -> None:
    _refresh()


@task(own_transactions=True, retries=2)
def refresh_now() -> None:
    _refresh()


def _refresh() -> None:
    by = system()
    refresh(timezone.now(), by.today, progress)
    for told, _here in _after:
        told()


Here = Callable[[datetime, Tell], str]
_after: list[tuple[Callable[[], object], Here | None]] = []


def after_refresh(told: Callable[[], object], here: Here | None = None) -> Callable[[], object]:
    """Call this in the worker whenever a job has refreshed the marts, to enqueue what is learnt from them.

    Who refreshes them on the command line may have nobody else to do it: then `here` does the same at once, and says
    what came of it; without it, it is enqueued there as well.
    """
    _after.append((told, here))
    return told


def learnt_here(at: datetime, tell: Tell) -> list[str]:
    """Everything that is learnt from the marts, one after the other, in words."""
    said = []
    for told, here in _after:
        if here is None:
            told()
        elif words := here(at, tell):
            said.append(words)
    return said


@chore("marts", "forget", "read everything again at the next refresh", after_restore=True)
def forget(by: Actor, tell: Tell) -> str:
    store.forget()
    return _("The next refresh reads everything.")
