"""Deeds of the last days, and seldom ones, told by the verbs that people use themselves."""

from __future__ import annotations

from collections.abc import Callable

from setia.demo.days import after
from setia.demo.firm.prices import CURRENCIES
from setia.demo.plot.deeds import Deed
from setia.demo.telling.batches import STEP_DAYS
from setia.demo.telling.teller import Teller, said
from setia.foundation import money
from setia.foundation.access import Actor
from setia.kit import verbs
from setia.kit.resources import registry

TellOne = Callable[[Deed, Teller, Actor], None]
WON, LOST = {"Won", "Signed"}, {"Lost", "Declined"}


def note(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("parties", "note", [deed.what.id], by, **said(deed))


def stage(deed: Deed, teller: Teller, by: Actor) -> None:
    deal, values = deed.what, dict(deed.values)
    name, currency = values.pop("stage"), CURRENCIES[deal.party.country]
    amount = {"amount": money.decimal(values.pop("amount"), currency)} if "amount" in values else {}
    if name in WON:
        teller.do("opportunities", "win", [deal.id], by, because=teller.why(name, deal, ""), **amount)
    elif name in LOST:
        words = values.pop("reason")
        why = teller.why(name, deal, words)
        teller.do("opportunities", "lose", [deal.id], by, reason=words, **({"because": why} if why else {}))
    else:
        teller.do("opportunities", "move", [deal.id], by, stage=teller.stages[name])
        values |= amount
        if values.get("next_step"):
            values["next_step_on"] = after(deed.at.date(), STEP_DAYS)
    teller.change("opportunities", deal.id, by, **values)


def reopen(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("opportunities", "reopen", [deed.what.id], by)


def assign(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("opportunities", "assign", [deed.what.id], by, owner=teller.staff[deed.values["owner"]])


def customer(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("parties", "make_customer", [deed.what.id], by)


def confirm(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("orders", "confirm", [deed.what.id], by)


def deliver(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("orders", "deliver", [deed.what.id], by)


def cancel(deed: Deed, teller: Teller, by: Actor) -> None:
    teller.do("orders", "cancel", [deed.what.id], by, **deed.values)


def pay(deed: Deed, teller: Teller, by: Actor) -> None:
    amount = money.decimal(deed.values["amount"], CURRENCIES[deed.what.party.country])
    teller.do("orders", "record_payment", [deed.what.id], by, amount=amount, method=deed.values["method"])


def change(deed: Deed, teller: Teller, by: Actor) -> None:
    values = {name: getattr(value, "id", value) for name, value in deed.values.items()}
    teller.change(deed.what.resource, deed.what.id, by, **values)


def archive(deed: Deed, teller: Teller, by: Actor) -> None:
    verbs.archive(registry["parties"], [deed.what.id], by)


def restore(deed: Deed, teller: Teller, by: Actor) -> None:
    verbs.restore(registry["parties"], [deed.what.id], by)


def errand(deed: Deed, teller: Teller, by: Actor) -> None:
    """A task written down, or something done with it."""
    what, values = deed.what, dict(deed.values)
    act = values.pop("act")
    if owner := values.pop("owner", ""):
        values["owner"] = teller.staff[owner]
    if act != "create":
        teller.do("tasks", act, [what.id], by, **values)
        return
    values |= {"name": what.name, "due_on": what.due_on}
    if what.party:
        values["party"] = what.party.id
    if what.deal:
        values["about"] = f"sales.opportunity:{what.deal.id}"
    if what.every:
        values |= {"repeat_every": 1, "repeat_unit": what.every}
    what.id = teller.create("tasks", by, **values)


def keep(deed: Deed, teller: Teller, by: Actor) -> None:
    """Something kept of a party is made, or something is done with it."""
    what, values = deed.what, dict(deed.values)
    if verb := values.pop("act"):
        teller.do(what.slug, verb, [what.id], by, **values)
        return
    if purpose := values.pop("purpose", ""):
        values["purpose"] = teller.purposes[purpose]
    if "kind" in values and what.slug == "needs":
        values["kind"] = teller.need_kinds[int(values["kind"])]
    what.id = teller.create(what.slug, by, party=what.party.id, **values)
