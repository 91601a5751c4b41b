"""Marts brought up to date from the ledger are, to the byte, those that are made anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import running
from setia.domains.privacy.erasures.model import Erasure
from setia.domains.sales.models import Opportunity, Order, OrderLine, Payment
from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry
from setia.kit.correcting import correct
from setia.kit.undoing import undo
from tests.acting import IMPORT, SETIA, change, do, make, make_many
from tests.cast import NOW
from tests.warehouse.conftest import kept, refreshed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]

Act = Callable[[random.Random], Any]


def some(model: Any, chance: random.Random) -> Any:
    found = list(model.objects.order_by("pk"))
    return chance.choice(found) if found else None


def buy(chance: random.Random) -> None:
    party = some(Party, chance) or make("people", first_name="Bo")
    day = NOW.date() - timedelta(days=chance.randrange(900))
    order = make("orders", party=party.pk, ordered_on=day.isoformat(), currency=chance.choice(["EUR", "USD", "JPY"]))
    for _n in range(chance.randrange(1, 3)):
        make("order-lines", order=order.pk, description="Lamp", quantity=str(chance.randrange(1, 9)),
             unit_price=str(chance.randrange(1, 900)))  # fmt: skip
    if chance.random() < 0.8:
        do("confirm", order)


def import_orders(chance: random.Random) -> None:
    ids = [party.pk for party in Party.objects.all()] or [make("people", first_name="Bo").pk]
    rows = [{"party_id": chance.choice(ids), "total": chance.randrange(10_000), "quantity": 1} for _n in range(7)]
    make_many("orders", rows, IMPORT)


def undo_something(chance: random.Random) -> None:
    acts = list(Entry.objects.filter(kind__in=["order.created", "party.created", "order.confirmed"]).values_list("act"))
    undo(chance.choice(acts)[0], IMPORT, erase=chance.random() < 0.5)


def erase_somebody(chance: random.Random) -> None:
    party = some(Party, chance)
    do("erase", make("privacy-requests", kind="erasure", party=party.pk, received_on="2026-03-01"))
    running.run(Erasure.objects.get(party=party).pk, system("job", NOW), lambda *told: None)


def merge_two(chance: random.Random) -> None:
    do("merge", some(Party, chance), other=some(Party, chance).pk)


def unmerge(chance: random.Random) -> None:
    do("unmerge", some(Pair, chance))


def note(chance: random.Random) -> None:
    party = some(Party, chance)
    do("note", party, text="Spoke", kind=chance.choice(["call", "visit", "note"]))
    entry = Entry.objects.filter(noun="parties.party", record_id=party.pk).latest("pk")
    if chance.random() < 0.3:
        correct(entry.pk, {"text": "Met", "kind": "meeting"}, SETIA)


def put_away(chance: random.Random) -> None:
    record = some(chance.choice([Party, Order, Opportunity, Payment]), chance)
    do("restore" if record.archived_at else "archive", record)


ACTS: list[Act] = [
    buy, buy, import_orders, undo_something, erase_somebody, merge_two, unmerge, note, note, put_away, put_away,
    lambda chance: make("people", first_name=f"Bo{chance.random()}", city="Paris"),
    lambda chance: make_many("companies", [{"name": f"Firm {n}", "kind": "company"} for n in range(9)]),
    lambda chance: change(some(Party, chance), city=chance.choice(["Lyon", "Jakarta", ""])),
    lambda chance: change(some(OrderLine, chance), quantity=str(chance.randrange(1, 9))),
    lambda chance: change(some(Order, chance), ordered_on="2025-12-24"),
    lambda chance: do("record_payment", some(Order, chance), amount="3", method="cash"),
    lambda chance: do("take_back", some(OrderLine, chance), quantity="1", reason="other"),
    lambda chance: do("cancel", some(Order, chance), reason="No"),
    lambda chance: make("opportunities", party=some(Party, chance).pk, name="Deal", amount="70", currency="USD"),
    lambda chance: do("win", some(Opportunity, chance)),
    lambda chance: make("preferences", party=some(Party, chance).pk, kind="use", value=f"{chance.random()}"),
    lambda chance: make("promises", name="By Friday", party=some(Party, chance).pk, due_on="2026-03-09"),
    lambda chance: make("exchange-rates", currency="USD", units="1", rate="0.9137",
                        quoted_on=(NOW.date() - timedelta(days=chance.randrange(900))).isoformat()),
]  # fmt: skip


def test_whatever_happens_the_marts_are_those_that_are_made_anew(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BREATH", 0)
    chance, one, other = random.Random(7), settings.DATA_DIR, tmp_path / "other"  # noqa: S311
    other.mkdir()
    for _round in range(5):
        for _n in range(24):
            act = chance.choice(ACTS)
            try:
                act(chance)
            except (Refusal, AttributeError, IndexError) as refused:
                if isinstance(refused, AttributeError) and "NoneType" not in str(refused):
                    raise
        refreshed()
        settings.DATA_DIR, brought_up = other, kept()
        refreshed(full=True)
        assert brought_up == kept()
        settings.DATA_DIR = one
