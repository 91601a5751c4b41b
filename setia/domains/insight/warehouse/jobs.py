"""When the marts are refreshed: every night before what is learnt from them, and when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

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
    refreshed()


_after: list[Callable[[], object]] = []


def after_refresh(told: Callable[[], object]) -> Callable[[], object]:
    """Call this whenever the marts were refreshed, to enqueue what is learnt from them."""
    _after.append(told)
    return told


def refreshed() -> None:
    """Call what waits for new marts."""
    for told in _after:
        told()


@chore("marts", "forget", "read everything again at the next refresh", after_restore=True)
def forget(by: Actor, tell: Tell) -> str:
    store.forget()
    return _("The next refresh reads everything.")
