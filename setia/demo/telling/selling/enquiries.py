"""Enquiries come in, are qualified and converted; who has a say in deals is written down, and who else is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from setia.demo.days import after
from setia.demo.firm.colleagues import ADMINISTRATOR, DESK
from setia.demo.firm.enquiries import COMPETITORS, EARLY, LATE, QUESTIONS, Enquiry
from setia.demo.telling.teller import Teller
from setia.domains.parties.relations.model import Relation
from setia.domains.sales.competitors.model import Competitor
from setia.domains.sales.forecasting import keeping as forecasts
from setia.domains.sales.lead_sources.model import LeadSource
from setia.domains.sales.opportunities import stalling
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.participants.model import Part
from setia.domains.sales.qualifying.model import Question
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.winning import keeping as chances

LOOKED_AT = 40
"""So many of the newest deals have people and competitors written down with them."""

PARTS = tuple(Part)
STANDINGS = ("unknown", "behind", "level", "ahead")


def prepare(teller: Teller, at: datetime) -> None:
    """What leads are asked, and who the competitors are."""
    by = teller.actor(ADMINISTRATOR, at)
    for position, question in enumerate(QUESTIONS, 1):
        teller.create("lead-questions", by, position=position, **question)
    for competitor in COMPETITORS:
        teller.create("competitors", by, **competitor)


def early_ones(teller: Teller, at: datetime) -> None:
    _come_in(teller, at, EARLY)


def late_ones(teller: Teller, at: datetime) -> None:
    _come_in(teller, at, LATE)


def _come_in(teller: Teller, at: datetime, enquiries: Sequence[Enquiry]) -> None:
    for number, enquiry in enumerate(enquiries):
        _tell(teller, at + timedelta(minutes=7 * number), enquiry)


def _tell(teller: Teller, at: datetime, enquiry: Enquiry) -> None:
    desk, own = teller.actor(DESK, at), teller.actor(enquiry.owner or DESK, at + timedelta(minutes=2))
    names = ("name", "person", "company", "email", "language", "country", "sector", "message")
    values = {name: getattr(enquiry, name) for name in names if getattr(enquiry, name)}
    source = LeadSource.objects.get(name=enquiry.source).pk
    by = teller.actor("", at) if not enquiry.owner else desk if enquiry.fate == "assigned" else own
    lead = teller.create("leads", by, source=source, received_on=at.date(), **values)
    if enquiry.fate == "assigned":
        teller.do("leads", "assign", [lead], desk, owner=teller.staff[enquiry.owner])
    if enquiry.fate in ("new", "assigned"):
        return
    teller.do("leads", "take_up", [lead], own)
    questions = [q for q in Question.objects.order_by("position") if q.sector in ("", enquiry.sector)]
    for question, answer in zip(questions, enquiry.answers, strict=False):
        teller.create("lead-answers", own, lead=lead, question=question.pk, value=answer)
    _decide(teller, at + timedelta(minutes=5), lead, enquiry)


def _decide(teller: Teller, at: datetime, lead: int, enquiry: Enquiry) -> None:
    by = teller.actor(enquiry.owner, at)
    if enquiry.fate in ("unqualified", "reopened"):
        words = {"reason": "Only wanted to know a price"} if enquiry.answers else {}
        because = Reason.objects.get(outcome="unqualified", name="No need" if enquiry.answers else "Spam").pk
        teller.do("leads", "disqualify", [lead], by, because=because, **words)
    if enquiry.fate == "reopened":
        teller.do("leads", "reopen", [lead], by)
    if enquiry.fate == "qualified":
        teller.do("leads", "move", [lead], by, status="qualified")
    if enquiry.fate == "converted":
        teller.do("leads", "qualify", [lead], by)
        step = {"next_step": "Send the first offer", "next_step_on": after(at.date(), 4)}
        teller.do("leads", "convert", [lead], by, **step)


def look_at_deals(teller: Teller, at: datetime) -> None:
    """The heads ask who has a say in the newest deals, and who else was asked."""
    by = teller.actor(ADMINISTRATOR, at)
    competitors = list(Competitor.objects.order_by("id").values_list("pk", flat=True))
    newest = Opportunity.objects.active().exclude(party=None).order_by("-id")[:LOOKED_AT]
    for number, deal in enumerate(newest):
        staff = Relation.objects.active().filter(
            kind="works_for", other=deal.party, ended_on=None, party__archived_at=None
        )
        for place, person in enumerate(staff.order_by("id").values_list("party_id", flat=True)[:3]):
            part, attitude = PARTS[(number + place) % len(PARTS)], ("for", "neutral", "unknown")[(number + place) % 3]
            teller.create(
                "participants", by, opportunity=deal.pk, party=person, part=part.value, attitude=attitude
            )  # fmt: skip
        if number % 3 != 2:
            standing = "took" if deal.status == "lost" and number % 2 else STANDINGS[number % len(STANDINGS)]
            teller.create(
                "rivals", by, opportunity=deal.pk, competitor=competitors[number % len(competitors)], standing=standing
            )
    planned = Opportunity.objects.active().filter(status="open").exclude(next_step="").order_by("-id").first()
    if planned:
        step = {"next_step": planned.next_step[:200], "next_step_on": after(at.date(), 3)}
        teller.do("opportunities", "plan", [planned.pk], by, **step)


def look_ahead(teller: Teller, at: datetime) -> None:
    """What the nights would have done: usual times, chances, the forecast, and those of former months."""
    by = teller.actor("", at)
    stalling.learn(by)
    chances.learn(by)
    forecasts.tell_later(by)
    forecasts.forecast(by)
