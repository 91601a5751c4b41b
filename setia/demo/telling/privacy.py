"""People ask what the firm keeps of them, and the firm looks at what it does not need."""

from __future__ import annotations

from datetime import datetime, timedelta

from setia.demo.firm.colleagues import ACCOUNTS, ADMINISTRATOR, CONTROLLER, DESK
from setia.demo.telling.teller import Teller
from setia.domains.privacy.erasures.model import Erasure, Reason, State
from setia.domains.privacy.erasures.running import run
from setia.domains.privacy.fields.counting import count_all
from setia.domains.privacy.fields.dropping import drop
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import Actor
from setia.kit import uses
from setia.kit.changes import Change
from setia.kit.resources import registry

WEEKS = 34
"""For so long before the end the use of fields was counted."""

EVERY_DAY = ("name", "email", "phone", "city", "country", "first_name", "last_name", "language", "employer")
NOW_AND_THEN = ("reference", "website", "about")

ASKING = (
    ("access", "Noor Halden", "en", "Please send me everything you keep about me."),
    ("rectification", "Basile Truchard", "fr", "Mon prénom s'écrit Bazile."),
    ("restriction", "Laksmi Hartawan", "id", "Jangan gunakan data saya selama tagihan itu diperiksa."),
    ("objection", "Odette Ferrandier", "fr", "Je ne veux plus recevoir vos offres."),
    ("portability", "Piers Longmuir", "en", "I should like my orders in a form my new supplier can read."),
    ("erasure", "Tamsin Averill", "en", "Delete me, please."),
)
SILENT = (("Gita Prameswari", "id"), ("Aubin Cazeneuve", "fr"), ("Rowan Ellery", "en"))
"""Customers of a firm that was taken over; nothing has passed between us since."""

NEWCOMERS = len(ASKING) + len(SILENT)
"""So many more parties stand in Setia than there are in the story."""


def answer_requests(teller: Teller, at: datetime) -> None:
    """One request of each kind: some are answered, some still open, one person is erased."""
    by = teller.actor(ADMINISTRATOR, at)
    asked: dict[str, int] = {}
    who: dict[str, int] = {}
    for days, (kind, name, language, words) in enumerate(ASKING):
        who[kind] = _known(teller, by, name, language)
        asked[kind] = teller.create(
            "privacy-requests", by, kind=kind, party=who[kind], how="email", details=words,
            received_on=(at - timedelta(days=3 * days + 1)).date().isoformat(),
        )  # fmt: skip
    teller.do("privacy-requests", "answer", [asked["access"]], by, answer="The archive was sent by post.")
    teller.change("people", who["rectification"], by, first_name="Bazile")
    teller.do("privacy-requests", "answer", [asked["rectification"]], by, answer="Le prénom est corrigé.")
    teller.do("privacy-requests", "restrict", [asked["restriction"]], by)
    teller.do("privacy-requests", "restrict", [asked["objection"]], by)
    teller.do("privacy-requests", "lift", [asked["objection"]], by, reason="Le consentement est retiré, cela suffit.")
    teller.do("privacy-requests", "refuse", [asked["objection"]], by, reason="Aucune offre ne vous est envoyée.")
    teller.do("privacy-requests", "extend", [asked["portability"]], by, months=1, reason="Orders of ten years.")
    _have_ordered(teller, who["erasure"], by)
    teller.do("privacy-requests", "erase", [asked["erasure"]], by)
    _erase(Erasure.objects.get(request=asked["erasure"]), teller.actor("", at))
    _look_at_silent_ones(teller, by)


def _known(teller: Teller, by: Actor, name: str, language: str) -> int:
    first, last = name.split()
    mail = f"{first}.{last}@example.org".lower()
    return teller.create(
        "people", by, first_name=first, last_name=last, email=mail, language=language, is_customer="1",
        gender="female" if first in ("Noor", "Laksmi", "Odette", "Tamsin", "Gita") else "male",
        income_band="middle" if first == "Noor" else "",
    )  # fmt: skip


def _have_ordered(teller: Teller, party: int, by: Actor) -> None:
    day = by.today.isoformat()
    order = teller.create(
        "orders", by, party=party, reference="W-77120", total="240", currency="GBP", ordered_on=day,
        about="Leave it with the neighbours", status="delivered",
    )  # fmt: skip
    teller.create("payments", by, order=order, amount="240", method="card", paid_on=day)
    teller.create("needs", by, party=party, name="Water without chlorine", importance="6")
    task = teller.create("tasks", by, name="Call Tamsin Averill about the filter", party=party)
    teller.do("tasks", "finish", [task], by, outcome="She wants to be deleted")


def _erase(erasure: Erasure, by: Actor) -> None:
    run(erasure.pk, by, lambda done, total, note: None)


def _look_at_silent_ones(teller: Teller, by: Actor) -> None:
    teller.change("privacy-rules", our_rules().pk, by, silent_months=36)
    parties = [_known(teller, by, *one) for one in SILENT]
    proposed = teller.write(
        "erasures",
        [Change(after={"party_id": party, "reason": Reason.SILENCE.value, "state": State.PROPOSED.value})
         for party in parties],
        teller.actor("", by.at),
    )  # fmt: skip
    teller.do("erasures", "approve", [proposed[0].id], by)
    _erase(Erasure.objects.get(pk=proposed[0].id), teller.actor("", by.at))
    teller.do("erasures", "decline", [proposed[1].id], by, reason="His sister is still a customer.")


def look_at_fields(teller: Teller, at: datetime) -> None:
    """For months it was counted who uses what; what nobody needs is proposed, and some of it is given up."""
    for week in range(WEEKS):
        _use(teller, at - timedelta(weeks=week))
    uses.write_now()
    by = teller.actor(ADMINISTRATOR, at)
    _count(teller, at)
    gender, website = (PersonalField.objects.get(noun="parties.party", field=name) for name in ("gender", "website"))
    teller.do("personal-data", "stop", [website.pk], by)
    teller.do("personal-data", "collect", [website.pk], by, reason="The technicians look at what a customer does.")
    teller.do("personal-data", "drop", [gender.pk], by)
    drop(gender.pk, teller.actor("", at), lambda done, total, note: None)
    _count(teller, at)


def _count(teller: Teller, at: datetime) -> None:
    count_all(teller.actor("", at), lambda done, total, note: None)


def _use(teller: Teller, at: datetime) -> None:
    """A usual week: lists are read and filtered, now and then somebody takes a file or a program reads."""
    people = registry["parties"]
    for key in (ADMINISTRATOR, DESK, ACCOUNTS):
        uses.note(people, EVERY_DAY, "shown", teller.actor(key, at))
        uses.note(registry["contact-points"], ("value", "street", "city"), "shown", teller.actor(key, at))
        uses.note(registry["opportunities"], ("name", "next_step"), "shown", teller.actor(key, at))
        uses.note(registry["orders"], ("name", "about"), "shown", teller.actor(key, at))
        uses.note(registry["tasks"], ("name", "details", "outcome"), "shown", teller.actor(key, at))
        uses.note(registry["payments"], ("name", "reference"), "shown", teller.actor(key, at))
        uses.note(registry["relations"], ("name", "title"), "shown", teller.actor(key, at))
        uses.note(registry["needs"], ("name", "evidence"), "shown", teller.actor(key, at))
        uses.note(registry["preferences"], ("value", "evidence"), "shown", teller.actor(key, at))
        uses.note(registry["staff"], ("name", "title"), "shown", teller.actor(key, at))
        uses.note(registry["consents"], ("status", "proof"), "shown", teller.actor(key, at))
    uses.note(people, NOW_AND_THEN, "shown", teller.actor(DESK, at))
    uses.note(people, ("city", "country"), "asked", teller.actor(DESK, at))
    uses.note(people, ("name", "email", "city"), "exported", teller.actor(CONTROLLER, at))
    uses.note(people, ("name", "email", "phone"), "api", teller.actor(ADMINISTRATOR, at))
