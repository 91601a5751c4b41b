"""Something that somebody has to do by a day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.foundation.records import Record, active_index


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Priority(models.TextChoices):
    HIGH = "high", _("High")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class Unit(models.TextChoices):
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class CountedFrom(models.TextChoices):
    DUE = "due", _("the day it was due")
    DONE = "done", _("the day it was done")


class Task(Record):
    """`due_time` is "09:30" on the clock of whoever it is for. `about` is the address of any record.

    A task that repeats is one row for each time. `series_on` is the day the series counts from and
    `series_step` the turn this one is: turns are counted from the first day, not from one another, so that
    a series of the 31st does not drift, and what is postponed does not move those that follow.
    `reminder_at` is when its owner is reminded, as follows from `remind_at` or `remind_before` (days before).
    """

    name = models.CharField(_("What to do"), max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="tasks", db_index=False, verbose_name=_("With")
    )
    about = models.CharField(_("About"), max_length=80, blank=True, default="")
    details = models.TextField(_("Details"), blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("Assigned to"),
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    due_time = models.CharField(_("At"), max_length=5, blank=True, default="")
    priority = models.CharField(_("Priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    status = models.CharField(_("Status"), max_length=7, choices=Status.choices, default=Status.OPEN, editable=False)
    outcome = models.TextField(_("Outcome"), blank=True, default="")
    done_at = models.DateTimeField(_("Done at"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False,
        verbose_name=_("Done by"),
    )  # fmt: skip
    postponed = models.PositiveIntegerField(_("Times postponed"), default=0, editable=False)
    repeat_every = models.PositiveSmallIntegerField(_("Repeat every"), null=True, blank=True)
    repeat_unit = models.CharField(_("Days, weeks…"), max_length=6, choices=Unit.choices, blank=True, default="")
    repeat_from = models.CharField(
        _("Counted from"), max_length=4, choices=CountedFrom.choices, default=CountedFrom.DUE
    )
    repeat_until = models.DateField(_("Repeat until"), null=True, blank=True)
    series_on = models.DateField(_("Counted from the day"), null=True, editable=False)
    series_step = models.PositiveIntegerField(_("Turn"), default=0, editable=False)
    follows = models.ForeignKey(
        "work.Task", models.SET_NULL, null=True, editable=False, related_name="followed_by",
        verbose_name=_("Follows on"),
    )  # fmt: skip
    remind_at = models.DateTimeField(_("Remind at"), null=True, blank=True)
    remind_before = models.PositiveSmallIntegerField(_("Remind so many days before"), null=True, blank=True)
    reminder_at = models.DateTimeField(_("Reminder"), null=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Task")
        verbose_name_plural = _("Tasks")
        indexes: ClassVar = [
            active_index("task_due", "due_on"),
            active_index("task_name", "name"),
            active_index("task_status", "status", "due_on"),
            # What is on somebody's desk, by day.
            active_index("task_owner", "owner", "status", "due_on"),
            # The tasks with a party; archived ones too, for they keep the party.
            models.Index(fields=["party", "status", "due_on", "id", "archived_at"], name="task_party"),
            models.Index(fields=["about", "status", "due_on", "id"], name="task_about", condition=~Q(about="")),
            # What has to be told when its time has come.
            models.Index(
                fields=["reminder_at"],
                name="task_reminder",
                condition=Q(status="open", archived_at__isnull=True, reminder_at__isnull=False),
            ),
            models.Index(
                fields=["due_on", "id"], name="task_open_due", condition=Q(status="open", archived_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
