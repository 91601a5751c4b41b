"""What every record has: an address, moments, a version, and an archive instead of a bin."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.foundation.own_values import OwnValues


class Records(models.QuerySet[Any]):
    def active(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)


class Record(models.Model):
    """Base of everything that people keep.

    `version` grows by one with every change (optimistic locking). `custom` holds the values of fields that people
    added themselves (`own_values`). `owner_path`
    is walked from the record to whose it is (for visibility); with several paths it must be all of theirs.
    `governed_by` names the noun whose permissions count when the record is part of a whole.
    `kept_at` names the columns with the noun and the number of a record of any noun that it is kept at: it is seen
    by whoever may see that one too, and by nobody else. `also_seen(access, before)` is the condition for what somebody
    sees besides, though it is not theirs: what they are asked to decide. `only_seen(access, before)` is one that must
    hold besides, whoever's it is: that everything may be known of which it is made.
    """

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(_("Created"), editable=False)
    updated_at = models.DateTimeField(_("Changed"), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(_("Archived"), null=True, blank=True, editable=False)
    custom = OwnValues(null=True, blank=True, editable=False)

    owner_path: ClassVar[str | tuple[str, ...] | None] = None
    governed_by: ClassVar[str | None] = None
    kept_at: ClassVar[tuple[str, str] | None] = None

    objects = Records.as_manager()

    class Meta:
        abstract = True


def noun(model: type[models.Model] | models.Model) -> str:
    """The name of a kind of record in permissions, ledger and addresses: "sales.opportunity"."""
    return str(model._meta.label_lower)


def address(record: models.Model) -> str:
    """The public address of one record: "sales.opportunity:7"."""
    return f"{noun(record)}:{record.pk}"


def active_index(name: str, *fields: str, include: tuple[str, ...] = ()) -> models.Index:
    """An index over what is not archived, which is what nearly every list reads.

    The record's id is added so that pages can continue from any row.
    """
    return models.Index(
        fields=[*fields, "id"],
        name=name,
        condition=models.Q(archived_at__isnull=True),
        include=include or None,
    )
