"""Deals that stand still, or of which nobody has said what is next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import Advice, Asked, Candidate, Figures, When

NOUN = "sales.opportunity"
TWO_WEEKS = timedelta(days=14)
READ = {NOUN: ("amount", "chance", "stalls_on", "next_step", "status")}
AHEAD = ("opportunity.moved", "opportunity.won")


def stalled(asked: Asked) -> Iterator[Candidate]:
    """Longer in their stage than is usual there."""
    suggested = in_our_language(gettext_lazy("Call and ask what holds it up"))
    for row in _Worths(asked).rows(_open(asked).filter(stalls_on__lte=asked.today)):
        figures = {"since": row.stalls_on.isoformat(), "amount": row.amount, "currency": asked.currency}
        inputs = {"next_step": row.next_step or suggested}
        yield Candidate(row.party, row.address, row.owner, row.expected, asked.today + TWO_WEEKS, figures, inputs)


def without_step(asked: Asked) -> Iterator[Candidate]:
    """What stands still as well is advised as that."""
    moving = Q(stalls_on__isnull=True) | Q(stalls_on__gt=asked.today)
    suggested = in_our_language(gettext_lazy("Call and agree on the next step"))
    for row in _Worths(asked).rows(_open(asked).filter(moving, next_step="")):
        figures = {"amount": row.amount, "currency": asked.currency}
        inputs = {"next_step": suggested}
        yield Candidate(row.party, row.address, row.owner, row.expected, asked.today + TWO_WEEKS, figures, inputs)


def in_our_language(words: Any) -> str:
    """What is typed for somebody goes into a record, which all of us read."""
    with translation.override(our_company().language):
        return str(words)


def _open(asked: Asked) -> QuerySet[Any]:
    rows = Opportunity.objects.active().filter(status=Status.OPEN, party__isnull=False)
    return asked.of(rows).order_by("pk")


class _Row(NamedTuple):
    address: str
    party: int
    owner: int | None
    stalls_on: Any
    next_step: str
    amount: int | None
    expected: int | None


class _Worths:
    """What deals are worth: the amount times the chance that was learnt, or the share of all deals that is won."""

    def __init__(self, asked: Asked) -> None:
        self.in_ours = InOurs(asked)
        ended = Opportunity.objects.active().filter(status__in=(Status.WON, Status.LOST)).order_by()
        counts = dict(ended.values_list("status").annotate(number=Count("*")))
        won, lost = counts.get(Status.WON, 0), counts.get(Status.LOST, 0)
        self.usual = (won + 1) / (won + lost + 2)

    def rows(self, some: QuerySet[Any]) -> Iterator[_Row]:
        names = ("pk", "party_id", "owner_id", "stalls_on", "next_step", "amount", "currency", "chance")
        for pk, party, owner, stalls_on, step, amount, currency, chance in some.values_list(*names).iterator(5_000):
            value = self.in_ours(amount, currency)
            share = self.usual if chance is None else chance / 100
            expected = None if value is None else round(value * share)
            yield _Row(f"{NOUN}:{pk}", party, owner, stalls_on, step, value, expected)


def _stalled_words(figures: Figures, read: Reader) -> str:
    since = read.date(date.fromisoformat(figures["since"]))
    if figures.get("amount") is None:
        return _("Since %(day)s longer in its stage than is usual there.") % {"day": since}
    return _("Since %(day)s longer in its stage than is usual there. A deal of %(amount)s.") % {
        "day": since, "amount": _amount(figures, read),
    }  # fmt: skip


def _stepless_words(figures: Figures, read: Reader) -> str:
    if figures.get("amount") is None:
        return _("Nobody has said what is to be done next.")
    return _("Nobody has said what is to be done next. A deal of %(amount)s.") % {"amount": _amount(figures, read)}


def _amount(figures: Figures, read: Reader) -> str:
    return read.minor(figures["amount"], figures["currency"], decimals=False)


advice.add(
    Advice(
        "stalled_deal", gettext_lazy("Take up a deal that stands still"), NOUN, stalled, _stalled_words, (NOUN, "plan"),
        15, When((*AHEAD, "opportunity.planned", "opportunity.lost")), When(AHEAD), 30,
        gettext_lazy("brought the deal on"), READ, icon="hourglass",
    ),
    Advice(
        "deal_without_step", gettext_lazy("Say what is next"), NOUN, without_step, _stepless_words, (NOUN, "plan"), 5,
        When((*AHEAD, "opportunity.planned", "opportunity.lost")), When(AHEAD), 30,
        gettext_lazy("brought the deal on"), READ, icon="list-plus",
    ),
)  # fmt: skip
