"""What scores give to next best action: what a customer is worth, and who is about to be lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.scores.model import Score
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import UNASKED, Advice, Asked, Candidate, Figures, When

NOUN = "insight.score"
LEAST_CHANCE, MOST_CHANCE = 5, 50
"""Percent: below, they are gone; above, they are more likely to come back by themselves than not."""

OFTEN = 2
"""On so many days after the first a good customer has bought again."""

FRESH, OPEN_FOR = timedelta(days=14), timedelta(days=21)
TOUCHED = ("party.called", "party.met", "party.mailed", "party.visited")


def _of_use(asked: Asked) -> QuerySet[Score]:
    rows = Score.objects.active().filter(worth__isnull=False, currency=asked.currency)
    found: QuerySet[Score] = asked.of(rows)
    return found


def lifetime_values(asked: Asked) -> Mapping[int, int]:
    """What they are expected to spend within 12 months."""
    return dict(_of_use(asked).order_by("pk").values_list("party_id", "worth").iterator(5_000))


def leaving(asked: Asked) -> Iterator[Candidate]:
    """Good customers who are likely lost. At stake is what they would spend beyond what is expected, if they stay:

    worth / chance is what somebody like them spends who is still a customer.
    """
    rows = _of_use(asked).filter(
        staying__gte=LEAST_CHANCE, staying__lte=MOST_CHANCE, again__gte=OFTEN, worth__gt=0,
        updated_at__gte=asked.at - FRESH,
    )  # fmt: skip
    names = ("pk", "party_id", "party__owner_id", "staying", "worth", "again", "last_on")
    for pk, party, owner, staying, worth, again, last in rows.order_by("pk").values_list(*names).iterator(5_000):
        stake = round(worth * (100 - staying) / staying)
        figures = {
            "staying": staying, "again": again, "last": last.isoformat(), "stake": stake, "currency": asked.currency,
        }  # fmt: skip
        until = asked.today + OPEN_FOR
        yield Candidate(party, f"{NOUN}:{pk}", owner, stake, until, figures, {"kind": "call"})


def _words(figures: Figures, read: Reader) -> str:
    words = _(
        "Bought again on %(again)s days, the last time on %(last)s; the chance that they are still a customer is "
        "%(chance)s. %(stake)s of the next 12 months are at stake."
    )
    return words % {
        "again": read.number(figures["again"]), "last": read.date(date.fromisoformat(figures["last"])),
        "chance": read.percent(figures["staying"] / 100),
        "stake": read.minor(figures["stake"], figures["currency"], decimals=False),
    }  # fmt: skip


advice.add_worth(lifetime_values)
advice.add(
    Advice(
        "churn_risk", gettext_lazy("Win back a good customer"), NOUN, leaving, _words, ("parties.party", "note"), 20,
        When(TOUCHED, anywhere=True), When(("order.created",), anywhere=True), 90, gettext_lazy("led to an order"),
        {NOUN: ("staying", "worth", "again", "last_on")}, "phone", UNASKED, "heart-crack",
    )
)  # fmt: skip
