"""One entry of the ledger: something that happened, never changed afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A fact.

    `noun` and `record_id` say what it happened to; `story_id` is the party in whose history it is
    told, if any. `at` is when it happened in the world, `recorded_at` when Setia learnt of it.
    `act` is the id of the first entry written by the same call, so that one act over many records
    can be shown, counted and undone as one. `data["changes"]` holds {field: [before, after]}.
    `corrects` is the entry in whose place this one stands: entries are never changed themselves.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=12)
    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    story_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    act = models.BigIntegerField()
    title = models.CharField(max_length=200, default="")
    data = models.JSONField(default=dict)
    corrects = models.BigIntegerField(null=True)

    class Meta:
        app_label = "foundation"
        indexes: ClassVar = [
            models.Index(fields=["noun", "record_id", "id"], name="entry_record"),
            models.Index(fields=["story_id", "at", "id"], name="entry_story", condition=Q(story_id__isnull=False)),
            models.Index(fields=["act", "id"], name="entry_act"),
            models.Index(fields=["corrects"], name="entry_corrects", condition=Q(corrects__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.noun}:{self.record_id}"


class Follower(models.Model):
    """How far somebody who follows the ledger has read."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return self.name


class Done(models.Model):
    """What an idempotency key stood for: the same key again gets the same answer and does nothing.

    `NUMBERS` of the answer's body say what was done without telling anything of the record.
    """

    NUMBERS = ("id", "ids", "act")

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "foundation"

    def __str__(self) -> str:
        return self.key
