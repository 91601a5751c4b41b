"""Files are put with customers, orders and products, and those who agreed are asked to confirm it."""

from __future__ import annotations

from datetime import datetime

from setia.demo.firm.colleagues import ADMINISTRATOR
from setia.demo.telling.teller import Teller
from setia.demo.words.papers import letter, photograph
from setia.domains.catalog.products.model import Product
from setia.domains.parties.consents.model import Channel, Consent, ConsentStatus
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation.access import Actor
from setia.foundation.records import address
from setia.kit.attachments import attachments

SOME = 6
NOTE = "Parking behind the house.\nAsk for the key at the reception.\nThe machine stands in the cellar, 1.90 m high.\n"


def file_papers(teller: Teller, at: datetime) -> None:
    by = teller.actor(ADMINISTRATOR, at)
    for number, company in enumerate(Party.objects.active().filter(kind="company").order_by("id")[:SOME]):
        _add(
            company, photograph(number), f"{company.city or 'Site'} {number + 1}.jpg", by, "As it looks from the street"
        )
    for order in Order.objects.active().order_by("-id")[:SOME]:
        lines = ["Fève & Tirta", "", f"Confirmation of order {order.name}", "", "We thank you for your order."]
        _add(order, letter(lines), f"Confirmation {order.reference}.pdf", by)
        _add(order, NOTE.encode(), "How to get in.txt", by, "Told by the caretaker")
    for product in Product.objects.active().order_by("id")[:2]:
        _add(product, letter([product.name, "", *(product.description or "").splitlines()]), "Data sheet.pdf", by)


def ask_to_confirm(teller: Teller, at: datetime) -> None:
    """Those of whom it is still waited for; in the demonstration no message leaves the house."""
    waiting = (
        Consent.objects.active().filter(status=ConsentStatus.ASKED, channel=Channel.EMAIL).exclude(party__email="")
    )
    ids = list(waiting.filter(party__archived_at=None).order_by("id").values_list("pk", flat=True)[:SOME])
    if not ids:
        party = Party.objects.active().filter(kind="person").exclude(email="").order_by("-id").first()
        purpose = next(iter(teller.purposes.values()))
        by = teller.actor(ADMINISTRATOR, at)
        ids = [teller.create("consents", by, party=party.pk, purpose=purpose, channel="email", source="form")]
    teller.do("consents", "send_confirmation", ids, teller.actor(ADMINISTRATOR, at))


def _add(record: Party | Order | Product, content: bytes, name: str, by: Actor, about: str = "") -> None:
    attachments().add(address(record), [content], name, by, about)
