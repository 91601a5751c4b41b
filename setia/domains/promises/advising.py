"""Promises that are due, at risk or broken, and what must wait until they are made good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.model import Direction, Promise, State
from setia.foundation.access import Access
from setia.foundation.formats import Reader
from setia.kit import advice, plays
from setia.kit.advice import UNASKED, Advice, Asked, Candidate, Figures, Veto, When
from setia.kit.plays import Circle

NOUN = "promises.promise"
SOON = timedelta(days=3)
LONG_AGO = timedelta(days=30)
A_WEEK = timedelta(days=7)
TOUCHED = ("party.called", "party.met", "party.mailed", "party.visited")
ENDED = ("promise.kept", "promise.broken", "promise.renegotiated", "promise.waived")


def _ours(asked: Asked, **which: Any) -> QuerySet[Any]:
    rows = Promise.objects.active().filter(direction=Direction.OURS, **which)
    return asked.of(rows).order_by("pk")


def _late(asked: Asked) -> QuerySet[Any]:
    """Not those of old books."""
    return _ours(asked, status=State.OPEN, due_on__lt=asked.today, due_on__gte=asked.today - LONG_AGO)


def due(asked: Asked) -> Iterator[Candidate]:
    """Due within days, overdue, or resting on what was broken."""
    soon = Q(due_on__gte=asked.today - LONG_AGO, due_on__lte=asked.today + SOON)
    rows = _ours(asked, status=State.OPEN).filter(soon | Q(warned_at__isnull=False))
    for pk, party, owner, day, warned in rows.values_list("pk", "party_id", "owner_id", "due_on", "warned_at"):
        figures = {"due": day.isoformat() if day else "", "is_late": bool(day and day < asked.today),
                   "is_shaken": warned is not None}  # fmt: skip
        yield Candidate(party, f"{NOUN}:{pk}", owner, None, max(day or asked.today, asked.today) + A_WEEK, figures)


def broken(asked: Asked) -> Iterator[Candidate]:
    rows = _ours(asked, status=State.BROKEN, ended_on__gte=asked.today - LONG_AGO)
    for pk, party, owner, day in rows.values_list("pk", "party_id", "owner_id", "ended_on"):
        figures = {"broken": day.isoformat()}
        yield Candidate(party, f"{NOUN}:{pk}", owner, None, day + LONG_AGO, figures, {"kind": "call"})


def let_down(asked: Asked) -> Iterator[int]:
    """Whoever still waits for what we promised, or was promised something in vain."""
    yield from _late(asked).values_list("party_id", flat=True)
    yield from _ours(asked, status=State.BROKEN, ended_on__gte=asked.today - LONG_AGO).values_list(
        "party_id", flat=True
    )


def disappointed(asked: Asked, access: Access) -> Iterator[int]:
    """A promise to them was broken within the last 30 days."""
    rows = _ours(asked, status=State.BROKEN, ended_on__gte=asked.today - LONG_AGO, ended_on__lte=asked.today)
    yield from access.visible(rows).order_by().values_list("party_id", flat=True).distinct()


def _due_words(figures: Figures, read: Reader) -> str:
    if not figures["due"]:
        return _("What it rests on was broken or put off.")
    day = {"day": read.date(date.fromisoformat(figures["due"]))}
    if figures["is_late"]:
        return _("It was due on %(day)s, and nobody said that it was kept.") % day
    if figures["is_shaken"]:
        return _("It is due on %(day)s, and what it rests on was broken or put off.") % day
    return _("It is due on %(day)s.") % day


def _broken_words(figures: Figures, read: Reader) -> str:
    return _("It was broken on %(day)s. Talk to them before they talk to others.") % {
        "day": read.date(date.fromisoformat(figures["broken"]))
    }


advice.add(
    Advice(
        "promise_due", gettext_lazy("Keep a promise"), NOUN, due, _due_words, (NOUN, "keep"), 30, When(ENDED),
        When(("promise.kept",)), 1, gettext_lazy("ended with a promise kept"),
        {NOUN: ("due_on", "status", "direction")}, icon="handshake",
    ),
    Advice(
        "promise_broken", gettext_lazy("Make good for a broken promise"), NOUN, broken, _broken_words,
        ("parties.party", "note"), 20, When(TOUCHED, anywhere=True), When(("order.created",), anywhere=True), 90,
        gettext_lazy("were followed by another order"), {NOUN: ("status", "ended_on", "direction")}, "phone",
        icon="heart-handshake",
    ),
)  # fmt: skip
advice.add_veto(
    Veto(
        "let_down",
        gettext_lazy("What we promised them is overdue or was broken: first make that good"),
        let_down,
        lambda kind: kind.purpose == UNASKED,
    )
)
plays.add_circle(
    Circle(
        "let_down", gettext_lazy("Those to whom a promise was broken"), disappointed,
        {NOUN: ("party", "status", "ended_on", "direction")},
    )
)  # fmt: skip
