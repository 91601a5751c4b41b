"""Erasing as a job: begun when it was approved, and again when it has to wait for somebody."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.privacy.erasures.model import Erasure, State
from setia.domains.privacy.erasures.running import run
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, progress, task
from setia.kit.chores import Tell, chore

SOON = timedelta(minutes=1)
OVERLOOKED = timedelta(minutes=10)


@task(own_transactions=True, retries=5)
def run_erasure(pk: int) -> None:
    """A long job: killed between two steps, it goes on with the next."""
    if not run(pk, system("job"), progress):
        run_erasure.using(key=f"privacy:erase:{pk}:{timezone.now():%H%M}", run_at=timezone.now() + SOON).enqueue(pk)


@every(minutes=10)
@task()
def take_up_again() -> None:
    """What nobody works on any more, such as after a restored backup, is taken up again."""
    old = timezone.now() - OVERLOOKED
    for pk in Erasure.objects.filter(state__in=(State.WAITING, State.RUNNING), updated_at__lt=old).values_list(
        "pk", flat=True
    ):
        run_erasure.using(key=f"privacy:erase:{pk}").enqueue(pk)


@chore("privacy", "erase", "finish the erasures that were decided, here and now")
def erase_here(by: Actor, tell: Tell) -> str:
    waiting = Erasure.objects.filter(state__in=(State.WAITING, State.RUNNING)).order_by("pk")
    done = sum(run(pk, by, tell) for pk in list(waiting.values_list("pk", flat=True)))
    return _("%(count)s people were erased.") % {"count": done}
