"""Work that happens later: after the commit, at a moment, again and again, or for a long time."""

from setia.foundation.jobs.queue import retry
from setia.foundation.jobs.running import Interrupted, hold_lease, progress
from setia.foundation.jobs.schedule import every
from setia.foundation.jobs.task import Task, enqueue_many, task
from setia.foundation.jobs.worker import Worker, run_until_empty, run_worker

__all__ = [
    "Interrupted",
    "Task",
    "Worker",
    "enqueue_many",
    "every",
    "hold_lease",
    "progress",
    "retry",
    "run_until_empty",
    "run_worker",
    "task",
]
