"""Something to do next for a party, given to one person, and what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index
from setia.kit import advice


class State(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    IGNORED = "ignored", _("Ignored")
    GONE = "gone", _("No longer needed")


class Why(models.TextChoices):
    """Why somebody does not do it."""

    NOT_NOW = "not_now", _("Not now")
    NO_USE = "no_use", _("It would lead to nothing")
    WRONG = "wrong", _("What it says is wrong")
    NOT_MINE = "not_mine", _("It is not for me")
    UNWELCOME = "unwelcome", _("They do not want it")


class Outcome(models.TextChoices):
    WORKED = "worked", _("It worked")
    NOTHING = "nothing", _("Nothing came of it")


class Action(Record):
    """`kind` is a kind of advice (`kit.advice`), `about` the address of a record; `of_noun` and `of_id` are its parts.

    `value` is what it is worth if it works, as far as whoever sees the record may know it; `stake` what it was ranked
    by, `score` what is expected of it; all in minor units of `currency`. `effort` is in minutes, `chance` in percent.
    `rank` is its place among those of its owner on the day it was given. It is not shown before `later_on`. Once it is
    done, `outcome` is watched for until `watch_until`. `figures` are what reason and rank are told with.
    """

    kind = models.CharField(_("What to do"), max_length=30, editable=False)
    name = models.CharField(_("Action"), max_length=120, editable=False)
    party = models.ForeignKey(
        Party, models.CASCADE, related_name="actions", db_index=False, editable=False, verbose_name=_("For whom")
    )
    about = models.CharField(_("About"), max_length=80, editable=False)
    of_noun = models.CharField(max_length=60, editable=False)
    of_id = models.BigIntegerField(editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False, editable=False,
        verbose_name=_("Assigned to"),
    )  # fmt: skip
    value = models.BigIntegerField(_("Worth if it works"), null=True, editable=False)
    stake = models.BigIntegerField(default=0, editable=False)
    score = models.BigIntegerField(default=0, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    effort = models.PositiveSmallIntegerField(_("Minutes"), editable=False)
    chance = models.PositiveSmallIntegerField(_("Chance in percent"), editable=False)
    rank = models.PositiveSmallIntegerField(_("Rank"), editable=False)
    figures = models.JSONField(default=dict, editable=False)
    inputs = models.JSONField(default=dict, editable=False)
    given_on = models.DateField(_("Given on"), editable=False)
    expires_on = models.DateField(_("Until"), editable=False)
    later_on = models.DateField(_("Not before"), null=True, editable=False)
    status = models.CharField(_("Status"), max_length=8, choices=State.choices, default=State.OPEN, editable=False)
    refusal = models.CharField(_("Why not"), max_length=10, choices=Why.choices, default="", editable=False)
    note = models.CharField(_("In words"), max_length=300, default="", editable=False)
    ended_at = models.DateTimeField(_("Ended at"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False, editable=False,
        verbose_name=_("Done by"),
    )  # fmt: skip
    watch_until = models.DateField(_("Outcome by"), null=True, editable=False)
    outcome = models.CharField(_("Outcome"), max_length=8, choices=Outcome.choices, default="", editable=False)

    kept_at = ("of_noun", "of_id")

    class Meta:
        verbose_name = _("Action")
        verbose_name_plural = _("Actions")
        indexes: ClassVar = [
            active_index("action_rank", "rank"),
            active_index("action_given", "given_on"),
            active_index("action_until", "expires_on"),
            # What is on somebody's desk.
            active_index("action_owner", "owner", "status", "rank"),
            models.Index(fields=["party", "status", "id"], name="action_party"),
            models.Index(fields=["about", "id"], name="action_about"),
            # What is learnt from, and what is still watched.
            models.Index(fields=["kind", "owner", "status", "outcome"], name="action_kind"),
            models.Index(fields=["party", "ended_at"], name="action_watched", condition=Q(status="done", outcome="")),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_use(cls) -> models.QuerySet[Action]:
        """Nothing can be written any more about who was erased."""
        return cls.objects.filter(archived_at__isnull=True, party__erased_at__isnull=True)

    @classmethod
    def only_seen(cls, access: Access, before: str) -> Q:
        """Of the kinds of which somebody may know everything that reason and value give away."""
        known = sorted(name for name, kind in advice.kinds().items() if advice.may_know(kind, access))
        return Q(**{f"{before}kind__in": known})
