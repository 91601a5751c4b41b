"""What the firm promises, and is promised: month by month something new, and what became of what is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from setia.demo.chance import Chance
from setia.demo.days import Span, after, workday
from setia.demo.firm.colleagues import ADMINISTRATOR, DESK
from setia.demo.telling.teller import Teller
from setia.demo.words.sayings import sections
from setia.domains.needs.needs.model import Need
from setia.domains.parties.parties.model import Party
from setia.domains.promises.promises.model import Promise
from setia.domains.promises.promises.watching import find_missed
from setia.domains.work.tasks.model import Task
from setia.foundation.records import address

MONTH = timedelta(days=30)
FEW, EACH = 3, 110
"""In a month so many customers are promised something, or one in so many."""

BROKEN, RENEGOTIATED, WAIVED, FORGOTTEN = 0.07, 0.08, 0.03, 0.04
BOASTS = {"callum": 0.3, "yoga": 0.12}
"""How much more of what these promise is broken; what stands in an advertisement likewise."""

OF_ADVERTISEMENTS = 0.2
PARTS = ("Filter cartridges", "Pumps and seals", "Grinders")


def months(span: Span) -> list[date]:
    """A workday in every month of the story."""
    found, day = [], span.start + timedelta(days=24)
    while day < span.until.date() - timedelta(days=3):
        found.append(workday(day))
        day += MONTH
    return found


def live_with_promises(teller: Teller, at: datetime) -> None:
    """Ends what was due, then promises something new."""
    chance = Chance(at.date().toordinal(), "promises")
    for promise in Promise.objects.active().filter(status="open", due_on__lt=at.date()).order_by("id"):
        _end(teller, promise, at, chance)
    parts = _vendor_promises(teller, at, chance)
    customers = list(
        Party.objects.active().filter(is_customer=True, owner__is_active=True, restricted_on=None).order_by("id")
    )
    for party in chance.some(customers, min(len(customers), max(FEW, len(customers) // EACH))):
        _promise(teller, party, at, chance, parts)


def _promise(teller: Teller, party: Party, at: datetime, chance: Chance, parts: int | None) -> int:
    seller = _key(teller, party.owner_id)
    language = party.language if party.language in ("fr", "id") else "en"
    source, days, words = chance.choice(sections(language)["promises"]).split(" ", 2)
    keeper = seller if source == "call" else DESK
    need = Need.objects.active().filter(party=party, status="open").order_by("id").first()
    values: dict[str, Any] = {
        "name": words, "party": party.pk, "due_on": after(at.date(), int(days)).isoformat(), "source": source,
        "owner": teller.staff[keeper],
    }  # fmt: skip
    if source == "advertisement":
        values["campaign"] = f"Autumn {at.year}" if at.month > 6 else f"Spring {at.year}"
    if source == "contract":
        values |= {"measure": words, "value": "1", "unit": "times", "comparison": ">="}
    if source in ("order", "email"):
        values["product"] = chance.choice(sorted(teller.products.items()))[1]
    if source == "email" and parts:
        values["rests_on"] = parts
    if need and source in ("order", "meeting"):
        values["need"] = need.pk
    order = party.orders.filter(archived_at=None).order_by("-id").first()
    if order and source == "order":
        values["about"] = address(order)
    by = teller.actor(ADMINISTRATOR, at)
    return teller.create("promises", by, **values, promised_by=teller.staff[seller])


def _vendor_promises(teller: Teller, at: datetime, chance: Chance) -> int | None:
    """A vendor promises to deliver parts; the number of that promise."""
    vendors = list(Party.objects.active().filter(is_vendor=True).order_by("id"))
    if not vendors:
        return None
    vendor = chance.choice(vendors)
    return teller.create(
        "promises", teller.actor(DESK, at), name=f"{chance.choice(PARTS)} delivered", party=vendor.pk,
        direction="theirs", source="email", due_on=after(at.date(), 6).isoformat(), owner=teller.staff[DESK],
    )  # fmt: skip


def _end(teller: Teller, promise: Promise, at: datetime, chance: Chance) -> None:
    language = promise.party.language if promise.party.language in ("fr", "id") else "en"
    by = teller.actor(DESK, at)
    seller = _key(teller, promise.promised_by_id) if promise.promised_by_id else ""
    more = BOASTS.get(seller, 0.0) + (OF_ADVERTISEMENTS if promise.source == "advertisement" else 0.0)
    on = min(promise.due_on or at.date(), at.date()).isoformat()

    def said(end: str) -> str:
        return chance.choice(sections(language)[f"promise {end}"])

    if chance.happens(BROKEN + more):
        teller.do("promises", "break", [promise.pk], by, evidence=said("broken"), on=on)
        for task in Task.objects.active().filter(about=address(promise), status="open").order_by("id"):
            teller.do("tasks", "finish", [task.pk], by, outcome=said("good"))
    elif chance.happens(RENEGOTIATED):
        due = after(at.date(), 14).isoformat()
        teller.do("promises", "renegotiate", [promise.pk], by, evidence=said("renegotiated"), due_on=due)
    elif chance.happens(WAIVED):
        teller.do("promises", "waive", [promise.pk], by, evidence=said("waived"), on=on)
    elif not chance.happens(FORGOTTEN):
        teller.do("promises", "keep", [promise.pk], by, evidence=said("kept"), on=on)


def look_back(teller: Teller, at: datetime) -> None:
    """Near the end of the story something comes to each of its ends, and what was forgotten is found."""
    chance, by = Chance(at.date().toordinal(), "looking back"), teller.actor(DESK, at)
    customers = Party.objects.active().filter(is_customer=True, owner__is_active=True, restricted_on=None)
    made = [_promise(teller, customers.order_by("id")[0], at, chance, None) for _verb in range(5)]
    for pk, verb in zip(made, ("break", "renegotiate", "waive", "keep"), strict=False):
        given = {"due_on": after(at.date(), 20).isoformat()} if verb == "renegotiate" else {}
        teller.do("promises", verb, [pk], by, evidence="Spoken with them this morning", **given)
    teller.do("promises", "reopen", [made[3]], by, reason="It was another machine")
    teller.do("promises", "assign", [made[4]], by, owner=teller.staff[ADMINISTRATOR])
    find_missed(at)


def _key(teller: Teller, staff_id: int | None) -> str:
    """The colleague with this number."""
    return next((key for key, pk in teller.staff.items() if pk == staff_id), DESK)
