"""What the reports on behaviour share: as of when they are, why they say nothing, and what their rows open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.insight.behaviour import keeping
from setia.domains.insight.warehouse import store
from setia.foundation.access import Actor
from setia.foundation.conditions import parse, tests_of
from setia.foundation.formats import Reader, reader_for
from setia.foundation.money import scale
from setia.kit.kinds import Amount
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

CUSTOMERS = {"customers": ("id", "first_on", "last_on", "purchases", "value")}
OUTLOOKS = "scores"
"""The noun that has one record for each customer, with their first and last purchase, how many and for how much."""


def report(name: str, label: Any, about: Any, make: Any, icon: str, place: int, **more: Any) -> Report:
    """All of them are about customers, and for who may see every one of them and what they bought."""
    return Report(name, label, about, "parties.party", make, icon, section="customers", place=place,
                  marts={**CUSTOMERS, **more.pop("marts", {})}, **more)  # fmt: skip


class Behaviour:
    """One part of what was reckoned; `silence` is a table that says why there is nothing."""

    def __init__(self, part: str, columns: Sequence[Column], by: Actor) -> None:
        self.read: Reader = reader_for(by.language, by.zone)
        found = keeping.known()
        self.silence: Table | None = None
        if found is None:
            words = _("The marts were never filled. Refresh them first.")
            if store.current():
                words = _("This is being worked out. Look again in a minute.")
            self.silence = Table(columns, (), (words,))
            return
        self.told: dict[str, Any] = found[part]
        self.as_of = date.fromisoformat(found["as_of"])
        self.currency: str = found["currency"]
        self.notes = [_("As of %(day)s, from the marts.") % {"day": self.read.date(self.as_of)}]
        if "too_little" in self.told:
            self.silence = Table(columns, (), (*self.notes, _too_little(self.told["too_little"], self.read)))

    def back(self, days: int) -> date:
        return self.as_of - timedelta(days=days)

    def money(self, minor: int) -> str:
        """As conditions want it."""
        return format(Decimal(minor).scaleb(1 - len(str(scale(self.currency)))), "f")

    def words(self, minor: int) -> str:
        return self.read.minor(int(minor), self.currency, decimals=abs(int(minor)) < 10**6)


def _too_little(told: dict[str, Any], read: Reader) -> str:
    words = {
        "customers": _("Too few customers to say anything: there are %(there)s, and it takes at least %(needed)s."),
        "again": _("Too few bought again to say anything: that happened %(there)s times, and it takes at least "
                   "%(needed)s."),
        "baskets": _("Too few orders with products of the catalog to say anything: there are %(there)s, and it takes "
                     "at least %(needed)s."),
    }  # fmt: skip
    found = words.get(told["reason"], words["customers"])
    return found % {"there": read.number(told["there"]), "needed": read.number(told["needed"])}


def opening(values: dict[str, Any], where: str) -> Row:
    """A row that opens the customers whom it counts, as far as there is a list that knows these fields."""
    wanted = {test.field for test in tests_of(parse(where))}
    is_there = OUTLOOKS in registry and not wanted - registry[OUTLOOKS].fields.keys()
    return Row(values, OUTLOOKS if is_there else "", where if is_there else "")


def each(value: int, customers: int) -> int | None:
    return round(Decimal(value) / customers) if customers else None


MONEY = Amount(least=None)
