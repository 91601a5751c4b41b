"""The erasing of one party: how far it is, and the proof that remains of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.requests.model import PrivacyRequest
from setia.foundation.records import Record, active_index


class Reason(models.TextChoices):
    REQUEST = "request", _("The person asked for it")
    SILENCE = "silence", _("Nothing has passed between us for long")
    RESTORED = "restored", _("Erased again after an old backup was restored")


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


class Erasure(Record):
    """`sought` is by what the person was known; it is emptied with the last step, and so is nowhere afterwards.

    `counts` says how many rows of which table went or were emptied, `left` where texts that were sought, or the
    name, still stand: with others of the same name, or in what somebody wrote. `proof` is the SHA-256 of all that.
    """

    name = models.CharField(_("Erasure"), max_length=60, default="", editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="erasures", editable=False, verbose_name=_("Party"))
    request = models.ForeignKey(
        PrivacyRequest, models.PROTECT, null=True, blank=True, related_name="erasures", editable=False,
        verbose_name=_("Request"),
    )  # fmt: skip
    reason = models.CharField(_("Why"), max_length=10, choices=Reason.choices, default=Reason.REQUEST, editable=False)
    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    approved_by = models.CharField(_("Decided by"), max_length=120, default="", editable=False)
    started_at = models.DateTimeField(_("Begun"), null=True, editable=False)
    finished_at = models.DateTimeField(_("Finished"), null=True, editable=False)
    done = models.BigIntegerField(_("Rows dealt with"), default=0, editable=False)
    total = models.BigIntegerField(_("Rows in all"), default=0, editable=False)
    note = models.CharField(_("What it waits for"), max_length=300, default="", editable=False)
    proof = models.CharField(_("Fingerprint"), max_length=64, default="", editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    subjects = models.JSONField(default=list, editable=False)
    sought = models.JSONField(default=dict, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    left = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("Erasure")
        verbose_name_plural = _("Erasures")
        indexes: ClassVar = [active_index("erasure_state", "state")]

    def __str__(self) -> str:
        return self.name


class ErasedKey(models.Model):
    """A fingerprint of an address, number or reference of somebody erased, so that no file brings them back unnoticed.

    It is keyed with the installation's secret: without it nobody can try out whose it was.
    """

    fingerprint = models.CharField(max_length=64, primary_key=True)
    erased_on = models.DateField()

    def __str__(self) -> str:
        return self.fingerprint
