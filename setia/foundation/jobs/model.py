"""The two tables behind jobs: what is to be done, and what is to be done again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of work that waits, runs, or has failed for good; done work leaves no row.

    While it runs, `holder` names the lane of a worker that took it, and `lease_until` is the moment
    from which others may assume that this worker died. `attempts` counts the runs that failed, the
    ones that ended with the worker's death among them. `done` of `total` and `note` are what a long
    job tells about itself.
    """

    class State(models.TextChoices):
        READY = "ready", _("Waiting")
        RUNNING = "running", _("Running")
        FAILED = "failed", _("Failed")

    id = models.BigAutoField(primary_key=True)
    task = models.CharField(max_length=200)
    arguments = models.JSONField()
    queue = models.CharField(max_length=40)
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=200, default="", blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    run_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=100, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(default="", blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        app_label = "foundation"
        indexes: ClassVar = [
            models.Index(
                F("queue"),
                F("priority").desc(),
                F("run_at"),
                F("id"),
                name="job_to_claim",
                condition=Q(state="ready"),
            ),
            models.Index(fields=["lease_until"], name="job_lease", condition=Q(state="running")),
            models.Index(fields=["created_at"], name="job_failed", condition=Q(state="failed")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="job_key_once", condition=~Q(key="")),
            models.CheckConstraint(name="job_state", condition=Q(state__in=["ready", "running", "failed"])),
            models.CheckConstraint(name="job_priority", condition=Q(priority__range=(-100, 100))),
            models.CheckConstraint(
                name="job_held_while_running",
                condition=Q(state="running", lease_until__isnull=False) & ~Q(holder="")
                | ~Q(state="running") & Q(holder="", lease_until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class Schedule(models.Model):
    """When work declared with `@every` is next due, and when it was last put into the queue."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return self.name
