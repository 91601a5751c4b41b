"""Individual offers: composed for what customers need, agreed on, approved, sent, answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from setia.demo.firm.colleagues import ADMINISTRATOR, COLLEAGUES, LEAD, MANAGER, REPRESENTATIVE
from setia.demo.firm.offers import DISCOUNTS, FLOORS, LETTERHEAD, NEEDS, OFFERED, TERMS, Offered
from setia.demo.firm.prices import OURS
from setia.demo.telling.opening import role_named
from setia.demo.telling.teller import Teller
from setia.domains.authority.approvals.model import Approval
from setia.domains.authority.limits.model import Limit
from setia.domains.parties.parties.model import Party
from setia.domains.sales.offer_sending.lapsing import tend
from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.line import OfferLine
from setia.foundation.access import Actor

MANAGING = next(one.key for one in COLLEAGUES.values() if one.role == MANAGER)


@dataclass
class Desk:
    """One offer on somebody's desk."""

    teller: Teller
    by: Actor
    party: Party
    id: int = 0

    def do(self, verb: str, **values: object) -> dict[str, object]:
        return self.teller.do("offers", verb, [self.id], self.by, **values).answer

    def line(self, verb: str, number: int = 0, **values: object) -> None:
        lines = OfferLine.objects.active().filter(offer=self.id).order_by("position", "id").values_list("pk", flat=True)
        self.teller.do("offer-lines", verb, [lines[number % len(lines)]], self.by, **values)


def make_offers(teller: Teller, at: datetime) -> None:
    """What is over by now: accepted, declined after a second version, withdrawn, and one nobody answered."""
    _agree_on_rules(teller, at)
    for told, party in zip(OFFERED[:4], _customers(), strict=False):
        desk = _composed(teller, told, party, at)
        STORIES[told.story](desk, at)


def go_on_with_offers(teller: Teller, at: datetime) -> None:
    """What is on the desks now."""
    tend(at)
    waiting = _customers()
    for _passed in range(4):
        next(waiting)
    for told, party in zip(OFFERED[4:], waiting, strict=False):
        desk = _composed(teller, told, party, at)
        STORIES[told.story](desk, at)


def _customers() -> Iterator[Party]:
    """Companies that somebody looks after and writes to, the same in every telling."""
    rows = Party.objects.active().filter(owner__is_active=True, owner__roles=role_named(REPRESENTATIVE), erased_at=None)
    rows = rows.exclude(email="")
    found = list(rows.filter(kind="company", is_customer=True).order_by("id")[:40]) or list(rows.order_by("id")[:10])
    return cycle(found)


def _agree_on_rules(teller: Teller, at: datetime) -> None:
    by = teller.actor(ADMINISTRATOR, at)
    teller.change("sales-settings", offer_settings().pk, by, floor_percent="20", letterhead=LETTERHEAD, terms=TERMS)
    for target, key, percent, why in FLOORS:
        found = (teller.categories if target == "category" else teller.modules)[key]
        teller.create("margin-floors", by, percent=percent, why=why, **{target: found})
    for name, discount, below in ((REPRESENTATIVE, *DISCOUNTS[0]), (LEAD, *DISCOUNTS[1])):
        for decision, percent in (("discount", discount), ("below_floor", below)):
            if not Limit.objects.active().filter(role=role_named(name), decision=decision).exists():
                teller.create("limits", by, role=role_named(name), decision=decision, percent=percent)
    for decision in ("discount", "below_floor"):
        if not Limit.objects.active().filter(role=role_named(MANAGER), decision=decision).exists():
            teller.create("limits", by, role=role_named(MANAGER), decision=decision, is_open="yes")


def _composed(teller: Teller, told: Offered, party: Party, at: datetime) -> Desk:
    """Needs are written down, an opportunity is there, and the composition that serves best is taken."""
    key = next(key for key, pk in teller.staff.items() if pk == party.owner_id)
    desk = Desk(teller, teller.actor(key, at), party)
    for kind, importance, satisfaction in told.needs:
        teller.create("needs", desk.by, party=party.pk, name=NEEDS[kind], kind=teller.need_kinds[kind],
                      importance=importance, satisfaction=satisfaction)  # fmt: skip
    deal = teller.create("opportunities", desk.by, party=party.pk, name=told.subject, currency=OURS)
    desk.id = teller.create(
        "offers", desk.by, party=party.pk, opportunity=deal, subject=told.subject, currency=OURS,
        introduction=told.introduction, budget=told.budget, answer_hours=4,
        valid_until=(at.date() + timedelta(days=told.days)).isoformat(),
        deliver_on=(at.date() + timedelta(days=40)).isoformat(),
    )  # fmt: skip
    proposals = desk.do("propose")["proposals"]
    desk.do("take", modules=proposals[0]["take"])  # type: ignore[index]
    return desk


def _accepted(desk: Desk, at: datetime) -> None:
    desk.line("revise", discount="5")
    desk.teller.change("offer-lines", _first_line(desk), desk.by, promise="Running again within a working day")
    desk.do("add", product=desk.teller.products["KO-002"], quantity="4", optional="yes")
    desk.do("send")
    desk.do("send_again", words="As we said on the telephone.")
    setia = desk.teller.actor("", at + timedelta(hours=7))
    desk.teller.do("offers", "accept", [desk.id], setia, name=desk.party.name, proof="By the link in our message")


def _declined(desk: Desk, at: datetime) -> None:
    desk.do("write", description="Moving the old counter", unit_price="260", cost="190")
    desk.do("send")
    desk.id = int(str(desk.do("new_version")["id"]))
    desk.line("revise", discount="8")
    desk.line("make_optional", -1)
    desk.do("send")
    setia = desk.teller.actor("", at + timedelta(hours=7))
    desk.teller.do("offers", "decline", [desk.id], setia, reason="price", words="We will do it ourselves.")


def _withdrawn(desk: Desk, at: datetime) -> None:
    desk.do("send")
    desk.do("withdraw", reason="They moved to another town.")


def _silent(desk: Desk, at: datetime) -> None:
    """Sent, and never answered: it lapses by itself."""
    desk.do("send")


def _approved(desk: Desk, at: datetime) -> None:
    """Beyond the limit of whoever sells: the manager allows it."""
    desk.line("revise", discount="25")
    desk.do("ask", why="Three more branches will follow.")
    for asked in Approval.objects.filter(about=f"sales.offer:{desk.id}", status="waiting").order_by("id"):
        manager = desk.teller.actor(MANAGING, at + timedelta(hours=1))
        desk.teller.do("approvals", "approve", [asked.pk], manager, words="For this one.")
    desk.do("send")


def _asked(desk: Desk, at: datetime) -> None:
    """Waits for somebody to decide."""
    desk.line("revise", 1, discount="40")
    desk.do("ask", why="They buy every month.")


def _being_written(desk: Desk, at: datetime) -> None:
    """A draft, with everything that happens to lines."""
    desk.do("add", product=desk.teller.products["SV-600"])
    desk.line("move_up", -1)
    desk.line("move_down", 0)
    desk.line("make_optional", 1)
    desk.line("make_firm", 1)
    desk.line("revise", 0, discount="3")
    desk.line("relist", 0)


def _first_line(desk: Desk) -> int:
    lines = OfferLine.objects.active().filter(offer=desk.id).order_by("position", "id")
    return int(lines.values_list("pk", flat=True)[0])


STORIES = {
    "accepted": _accepted, "declined": _declined, "withdrawn": _withdrawn, "silent": _silent, "approved": _approved,
    "asked": _asked, "draft": _being_written, "sent": _silent,
}  # fmt: skip
