"""Figures that nobody asked for before are counted by a worker, when a page does not want to wait for them.

The worker counts as the person who asked and keeps the figure under the question as it was put to the database. Whoever
looks for it finds it there by their own question, with their own rights in it, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.jobs import enqueue_many, task
from setia.foundation.jobs.model import Job
from setia.kit.measures.answering import answer
from setia.kit.measures.declaring import Awaited, State
from setia.kit.measures.keeping import KeptFigure, note_in_vain
from setia.kit.measures.renewing import asking, measure_of

QUEUE = "figures"
"""A lane of their own: an import that takes an hour does not keep a page without figures."""

PATIENCE = timedelta(seconds=10)
"""How long a worker may take to begin before the reader is told that none has."""

AGAIN = timedelta(minutes=1)
"""What failed is tried again when somebody looks after so long."""


@task(own_transactions=True, queue=QUEUE, retries=1)
def count(question: str, measure: dict[str, Any], staff: int | None) -> None:
    """Find it as this person and keep it; where that cannot be, note it, so that nobody waits for it in vain."""
    if KeptFigure.objects.filter(question=question).exists():
        return
    now = timezone.now()
    asked, by = measure_of(measure), asking(staff, now)
    if by is not None:
        with suppress(Refusal):  # whoever asked is told so when they ask again
            answer(asked, by, "kept")
    note_in_vain(question, asked, by, now)


def asked_for(awaited: Sequence[Awaited], by: Actor) -> list[Awaited]:
    """Have a worker count them, each once however many wait for it, and say how far it is.

    A handful of questions for any number of figures.
    """
    keys = {one.question: f"count:{one.question}" for one in awaited}
    jobs = Job.objects.filter(key__in=keys.values())
    with transaction.atomic():
        jobs.filter(state=Job.State.FAILED, run_at__lt=by.at - AGAIN).delete()
        known = {job.key: job for job in jobs}
        new = {one.question: one for one in awaited if keys[one.question] not in known}
        if new:
            arguments = [(one.question, asdict(one.measure) | {"groups": list(one.measure.groups)}, by.staff_id)
                         for one in new.values()]  # fmt: skip
            enqueue_many(count, arguments, [keys[question] for question in new])
    late = by.at - PATIENCE
    waiting = [job for job in known.values() if job.state == Job.State.READY and job.run_at < late]
    busy = not waiting or Job.objects.filter(queue=QUEUE, state=Job.State.RUNNING).exists()
    idle = set() if busy else {job.key for job in waiting}
    failed = {job.key for job in known.values() if job.state == Job.State.FAILED}
    return [replace(one, state=_state(keys[one.question], idle, failed)) for one in awaited]


def _state(key: str, idle: set[str], failed: set[str]) -> State:
    return "failed" if key in failed else "idle" if key in idle else "counting"
