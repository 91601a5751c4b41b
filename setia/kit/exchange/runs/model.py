"""One import of one file: its plan, how far it is, and what it did."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record


class ImportRun(Record):
    """Everything that has to survive a sudden end is kept here, in the transaction of each batch.

    `digest` tells files apart that were found in a folder: none is imported twice.
    `round`, `byte` and `row` say where to go on; `errors_size` and `later_size` how much of the files
    beside it is valid. `later` rows refer to others not yet imported and are put off into a file of
    their own, which is the next round. A round that would put off all `coming` rows again is final.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not started")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    resource = models.CharField(_("Kind of records"), max_length=60, blank=True, default="")
    file_name = models.CharField(_("File"), max_length=200)
    file_size = models.BigIntegerField(_("Size"), default=0)
    layout = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    findings = models.JSONField(default=dict)
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.DRAFT)
    note = models.CharField(_("What went wrong"), max_length=500, blank=True, default="")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Started by")
    )
    by_system = models.BooleanField(default=False)
    started_at = models.DateTimeField(_("Started"), null=True)
    finished_at = models.DateTimeField(_("Finished"), null=True)
    seconds = models.FloatField(default=0)

    total = models.BigIntegerField(_("Rows"), default=0)
    done = models.BigIntegerField(_("Rows done"), default=0)
    new = models.BigIntegerField(_("New"), default=0)
    changed = models.BigIntegerField(_("Changed"), default=0)
    unchanged = models.BigIntegerField(_("Unchanged"), default=0)
    refused = models.BigIntegerField(_("Refused"), default=0)
    problems = models.JSONField(default=list)
    readings = models.JSONField(default=list)
    act = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="", db_index=True)

    round = models.PositiveIntegerField(default=0)
    byte = models.BigIntegerField(default=0)
    row = models.BigIntegerField(default=0)
    coming = models.BigIntegerField(default=0)
    is_final = models.BooleanField(default=False)
    later = models.BigIntegerField(default=0)
    later_size = models.BigIntegerField(default=0)
    errors_size = models.BigIntegerField(default=0)

    owner_path: ClassVar[str] = "started_by"

    class Meta:
        app_label = "kit"
        verbose_name = _("Import")
        verbose_name_plural = _("Imports")
        indexes: ClassVar = [models.Index(fields=["started_by", "id"], name="import_of_person")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def folder(self) -> Path:
        return imports_folder() / str(self.pk)

    @property
    def source(self) -> Path:
        return self.folder / "source"

    @property
    def original(self) -> Path:
        """The workbook or the address cards that `source` was made from; a table of text has none."""
        return self.folder / "original"

    @property
    def errors(self) -> Path:
        return self.folder / "errors.csv"

    def put_off(self, round_: int) -> Path:
        """The file of the rows that wait for others; round 1 reads what round 0 put off."""
        return self.folder / f"later-{round_}.csv"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.UNDONE)

    @property
    def rows_per_second(self) -> int:
        return round(self.done / self.seconds) if self.seconds else 0


def imports_folder() -> Path:
    folder: Path = settings.DATA_DIR / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
