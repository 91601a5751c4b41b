"""Something told to one person, and how they want to be told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    ASSIGNED = "assigned"
    REMINDER = "reminder"
    OVERDUE = "overdue"


class Notification(models.Model):
    """Told once: `key` is what it is told for (an act, a moment, a day), and nothing is told twice for the same.

    `kind` is one of `Kind`, or of the sorts that other domains declare (`kit.notices`). `record_id` is 0 when it
    stands for `number` records at once. No name is kept here, so none can be learnt from it once the record may not
    be seen any more.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "id"], name="notification_owner"),
            models.Index(fields=["owner"], name="notification_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["read_at"], name="notification_read", condition=Q(read_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["noun", "record_id", "kind", "owner", "key"], name="notification_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.noun}:{self.record_id}"


class Digest(models.Model):
    """Somebody wants a summary by e-mail each day from this hour on, on their own clock. `last_on` had one."""

    id = models.BigAutoField(primary_key=True)
    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hour = models.PositiveSmallIntegerField()
    last_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.owner_id} at {self.hour}"
