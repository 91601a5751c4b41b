"""Who buys how much: by age, kind, country and so on, by how they pay, are best reached, and what they buy for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.behaviour.reports.saying import MONEY, OUTLOOKS, Behaviour, each, report
from setia.domains.parties.preferences.model import PaymentMethod
from setia.domains.parties.preferences.resource import LISTS
from setia.foundation.access import Actor
from setia.foundation.conditions import Test, all_of, write
from setia.foundation.errors import Forbidden
from setia.kit.charts import Chart, Mark
from setia.kit.kinds import Choice, Field, Share, Text, Whole
from setia.kit.measures import wilson
from setia.kit.reports import Column, Row, Table, knows
from setia.kit.resources import registry

OF_PARTIES = {
    "age_band": gettext_lazy("Age"), "gender": gettext_lazy("Gender"), "income_band": gettext_lazy("Income"),
    "kind": gettext_lazy("Kind"), "country": gettext_lazy("Country"), "sector": gettext_lazy("Sector"),
}  # fmt: skip
PREFERRED = {"channel": ("channel", gettext_lazy("Preferred channel")), "purpose": ("use", gettext_lazy("Buys for")),
             "prefers_to_pay": ("payment", gettext_lazy("Prefers to pay by"))}  # fmt: skip
BY = (*OF_PARTIES.items(), *((name, label) for name, (_kind, label) in PREFERRED.items()),
      ("method", gettext_lazy("Method of payment")))  # fmt: skip
GROUPED = Field("by", gettext_lazy("By"), Choice(BY), "by", default="country")
MOST_DRAWN = 15


def columns(name: str) -> tuple[Column, ...]:
    paid = name == "method"
    return (
        Column("what", dict(BY)[name], Text(120)), Column("customers", gettext_lazy("Customers"), Whole()),
        Column("again", gettext_lazy("Bought more than once"), Share(1), ("low", "high")),
        Column("low", gettext_lazy("at least"), Share(1)), Column("high", gettext_lazy("at most"), Share(1)),
        Column("purchases", gettext_lazy("Payments") if paid else gettext_lazy("Purchases"), Whole()),
        Column("value", gettext_lazy("Value"), MONEY), Column("each", gettext_lazy("Value per customer"), MONEY),
    )  # fmt: skip


def make(values: Mapping[str, Any], by: Actor) -> Table:
    name = values.get("by") or "country"
    _require(name, by)
    found = Behaviour("who", columns(name), by)
    if found.silence:
        return found.silence
    rows, marks = [], []
    for code, customers, again, purchases, value in found.told[name]:
        low, high = wilson(again / customers, customers)
        words = _words(name, code, found)
        mean = each(value, customers) or 0
        told = {"what": words, "customers": customers, "again": again / customers, "low": low, "high": high,
                "purchases": purchases, "value": value, "currency": found.currency, "each": mean}  # fmt: skip
        rows.append(Row(told, *_opening(name, code, found.as_of)))
        marks.append(Mark(words, float(found.money(mean)), f"{words}: {found.words(mean)}"))
    found.notes.append(_("Everything bought so far, at the rates of its day. At least and at most hold in 95 of 100 "
                         "cases."))  # fmt: skip
    if name in PREFERRED:
        found.notes.append(_("Who prefers several counts with each."))
    if not rows:
        found.notes.append(_("This is known of none of them."))
    label, drawn = f"{_('Value per customer')} ({found.currency})", marks[:MOST_DRAWN]
    charts = [Chart("bar", label, "", "", drawn, [mark.x for mark in drawn])] if drawn else []
    return Table(columns(name), rows, found.notes, charts=charts)


def _require(name: str, by: Actor) -> None:
    """Refuses what this person may not know of everybody."""
    mart, column = ("parties", name) if name in OF_PARTIES else ("preferences", "value")
    if name == "method":
        mart, column = "payments", "method"
    if not knows(mart, (column,), by):
        raise Forbidden()


def _words(name: str, code: str | None, found: Behaviour) -> str:
    if code is None:
        return _("not known")
    if name in OF_PARTIES:
        kind = registry.of_noun("parties.party").fields[name].kind
        return kind.say(code, found.read) if isinstance(kind, Choice) else code
    lists = {"method": Choice(PaymentMethod.choices), "channel": LISTS["channel"], "prefers_to_pay": LISTS["payment"]}
    return lists[name].label_of(code) if name in lists else code


def _opening(name: str, code: str | None, as_of: date) -> tuple[str, str]:
    bought = (Test("party.last_bought_on", "is not empty"),) if OUTLOOKS in registry else ()
    if name == "method":
        paid = Test("paid_on", "<=", as_of.isoformat())
        return "payments", write(all_of(Test("method", "=", str(code)), paid, *bought))
    if name in PREFERRED:
        kind = Test("kind", "=", PREFERRED[name][0])
        return "preferences", write(all_of(kind, Test("value", "=", str(code)), *bought))
    if OUTLOOKS in registry:
        return OUTLOOKS, write(_being(f"party.{name}", code))
    return "parties", write(all_of(Test("is_customer", "=", True), _being(name, code)))


def _being(name: str, code: str | None) -> Test:
    return Test(name, "is empty") if code is None else Test(name, "=", code)


WHO = report(
    "who-buys", gettext_lazy("Who buys"),
    gettext_lazy("Which customers buy how much: by age, country, channel, method of payment, purpose?"), make,
    "user-search", 21, asks=(GROUPED,),
)  # fmt: skip
