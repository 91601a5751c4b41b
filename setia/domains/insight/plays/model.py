"""A play: what is tried with some parties and not with others like them, so that it is seen whether it works."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.access import SIGHTS, Access, Sight
from setia.foundation.records import Record, active_index
from setia.kit import advice, plays
from setia.kit.resources import registry

PARTY = "parties.party"


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    ENDED = "ended", _("Evaluated")


class Way(models.TextChoices):
    CALL = "call", _("Call")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("Visit")


class Purpose(models.TextChoices):
    CONTRACT = advice.CONTRACT, _("What they bought or asked for")
    UNASKED = advice.UNASKED, _("What nobody asked us for")


class Verdict(models.TextChoices):
    EARLY = "early", _("Too early to say")
    FEW = "few", _("Too few to say")
    NONE = "none", _("No effect seen")
    WORKS = "works", _("It works")
    HARMS = "harms", _("It does harm")


class Play(Record):
    """For whom: `circle` (`kit.plays`) and `where`, a condition over parties; both hold. What: `task` in words, by
    `way`, takes `minutes` and costs `cost` besides. `worker` does it, or whoever looks after the party.

    Of those for whom it may be done at most `most` are drawn by `seed`, `control_share` percent of them into the
    control group; `cuts` tell, for each stratum, up to which lot. The others are given to people for `contact_days`.
    `finding` is the key of what was found and led to it (`kit.findings`), `reason` says it in words.
    What counts is a `success` (`kit.plays`) within `success_days` after the start. `wanted` is the rise, in points,
    that would be worth it. `counted` is the sight of its leader when it was drawn. `left_out` and `results` are
    figures, told in words when shown.
    """

    name = models.CharField(_("Play"), max_length=120, blank=True, default="")
    template = models.CharField(_("Begin with"), max_length=30, blank=True, default="")
    reason = models.CharField(_("Why"), max_length=500, blank=True, default="")
    finding = models.CharField(_("Found by"), max_length=120, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Led by"),
    )  # fmt: skip
    circle = models.CharField(_("For whom"), max_length=30, blank=True, default="")
    where = models.CharField(_("Who fit this condition"), max_length=1000, blank=True, default="")
    task = models.CharField(_("What to do"), max_length=300, blank=True, default="")
    way = models.CharField(_("In what way"), max_length=5, choices=Way.choices, default=Way.CALL)
    purpose = models.CharField(_("It is about"), max_length=8, choices=Purpose.choices, default=Purpose.UNASKED)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Given to"),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(_("Minutes each"), default=15)
    cost = models.BigIntegerField(_("Costs each, besides"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    control_share = models.PositiveSmallIntegerField(_("Control group"), default=20)
    most = models.PositiveIntegerField(_("At most so many"), default=400)
    contact_days = models.PositiveSmallIntegerField(_("To be done within days"), default=21)
    success = models.CharField(_("Success is"), max_length=30, default="order")
    success_days = models.PositiveSmallIntegerField(_("Within days"), default=60)
    wanted = models.PositiveSmallIntegerField(_("Worth it from a rise of points on"), default=10)

    status = models.CharField(_("Status"), max_length=7, choices=State.choices, default=State.DRAFT, editable=False)
    seed = models.CharField(_("Drawn by"), max_length=40, default="", editable=False)
    started_at = models.DateTimeField(_("Started"), null=True, editable=False)
    contact_until = models.DateField(_("To be done by"), null=True, editable=False)
    counts_until = models.DateField(_("Counts until"), null=True, editable=False)
    treated = models.PositiveIntegerField(_("Treated"), default=0, editable=False)
    control = models.PositiveIntegerField(_("Not treated"), default=0, editable=False)
    counted = models.CharField(max_length=4, default="", editable=False)
    left_out = models.JSONField(default=dict, editable=False)
    cuts = models.JSONField(default=dict, editable=False)
    results = models.JSONField(default=dict, editable=False)
    verdict = models.CharField(_("Verdict"), max_length=5, choices=Verdict.choices, default="", editable=False)
    measured_at = models.DateTimeField(_("Measured"), null=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Play")
        verbose_name_plural = _("Plays")
        indexes: ClassVar = [
            active_index("play_name", "name"),
            active_index("play_owner", "owner", "name"),
            active_index("play_status", "status", "started_at"),
            active_index("play_started", "started_at"),
            active_index("play_finding", "finding"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def only_seen(cls, access: Access, before: str) -> Q:
        """Its figures count what its leader saw: they are shown to them, and to whoever sees and knows at least that.

        A draft has no figures. Whoever leads it without being allowed to know any more what it counts does not see it.
        """
        known = [name for name, one in plays.successes().items() if plays.may_know(one.reads, access)]
        circles = ["", *(name for name, one in plays.circles().items() if plays.may_know(one.reads, access))]
        counted = Q(**{f"{before}success__in": sorted(known), f"{before}circle__in": sorted(circles)})
        theirs = Q(**{f"{before}owner": access.staff_id}) if access.staff_id else Q(**{f"{before}pk__in": ()})
        sight = sight_of(access)
        if sight == "all":
            return counted
        if sight == "team":
            theirs |= Q(**{f"{before}counted": "own", f"{before}owner__in": sorted(access.colleagues)})
        return counted & (Q(**{f"{before}status": State.DRAFT}) | theirs)


def counted_nouns() -> set[str]:
    """Of what a play may count records."""
    return {PARTY, *(one.noun for one in plays.successes().values())}


def sight_of(access: Access) -> Sight:
    """How far somebody sees all that a play may count; no further than their own where they may not know all of it."""
    if not all(knows_all(noun, access) for noun in counted_nouns()):
        return "own"
    return min((access.sight(registry.of_noun(noun).governing) for noun in counted_nouns()), key=SIGHTS.index)


def widest_sight_of(access: Access) -> Sight:
    """How far somebody sees any of it."""
    return max((access.sight(registry.of_noun(noun).governing) for noun in counted_nouns()), key=SIGHTS.index)


def may_see_counts(access: Access, owner_id: int | None, leader: Access) -> bool:
    """Whether somebody sees at least what the leader sees, before it has been counted."""
    if access.is_admin or (owner_id is not None and owner_id == access.staff_id):
        return True
    sight, theirs = sight_of(access), widest_sight_of(leader)
    return sight == "all" or (sight == "team" and theirs == "own" and owner_id in access.colleagues)


def knows_all(noun: str, access: Access) -> bool:
    """Every field of its records."""
    resource = registry.of_noun(noun)
    return len(resource.readable(access)) == len(resource.fields)
