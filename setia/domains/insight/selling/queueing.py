"""Putting work about what was sold into the queue: once, however often it is asked for, and again after a failure."""

from __future__ import annotations

from typing import Any

from setia.foundation.jobs import Task
from setia.foundation.jobs.model import Job


def put_in(task: Task[Any, Any], key: str, *arguments: Any) -> None:
    """What failed before and lies there makes way."""
    Job.objects.filter(key=key, state=Job.State.FAILED).delete()
    task.using(key=key).enqueue(*arguments)
