"""Who owes what: by currency, and in our own by the rates of the day. A missing rate says so; nothing is guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.organisation.exchange_rates.converting import rates_on
from setia.domains.sales.orders.model import Order
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.kit.kinds import Amount, Choice, Field, Reference, Text, Whole
from setia.kit.reports import Column, Report, Row, Table

KINDS = {
    "unpaid": (gettext_lazy("Delivered, not paid"), 'status = "delivered" and open > 0'),
    "ahead": (gettext_lazy("To be delivered, not paid"), 'status in ("confirmed", "partly") and open > 0'),
    "undelivered": (gettext_lazy("Paid, not delivered"), 'status in ("confirmed", "partly") and paid > 0'),
    "too_much": (gettext_lazy("Paid too much"), "open < 0"),
}
WHAT = Field(
    "what", gettext_lazy("What"), Choice([(name, words) for name, (words, _where) in KINDS.items()]), "what",
    default="unpaid",
)  # fmt: skip
MOST = 2_000


class Ours(Amount):
    """An amount in the currency of our company, whatever that of its row is."""

    def __init__(self) -> None:
        super().__init__("ours_currency", least=None)


def owed(values: Mapping[str, Any], by: Actor) -> Table:
    what = values.get("what") or "unpaid"
    amount = "paid" if what == "undelivered" else "open"
    found = (
        _rows(what, by).values("party_id", "currency").annotate(count=Count("id"), sum=Sum(amount))
        .order_by("currency", "-sum", "party_id")
    )[:MOST]  # fmt: skip
    ours = our_company().currency
    some = list(found)
    rates, missing = rates_on({one["currency"] for one in some}, by.today), dict[str, str]()
    rows, total = [], 0
    sums: dict[str, int] = defaultdict(int)
    for one in some:
        sums[one["currency"]] += int(one["sum"])
        try:
            here: int | None = rates.convert(int(one["sum"]), one["currency"], ours)
        except Refusal as no:
            here = None
            missing[one["currency"]] = no.message
        total += here or 0
        told = {"party": one["party_id"], "count": one["count"], "amount": int(one["sum"]), "ours": here,
                "ours_currency": ours,
                "currency": one["currency"]}  # fmt: skip
        rows.append(Row(told, "orders", f"{KINDS[what][1]} and party = {one['party_id']}"))
    columns = (
        Column("party", gettext_lazy("Customer"), Reference("parties.party")),
        Column("count", gettext_lazy("Orders"), Whole()), Column("amount", gettext_lazy("Amount"), Amount(least=None)),
        Column("currency", gettext_lazy("Currency"), Text(3)),
        Column("ours", _("In %(currency)s") % {"currency": ours}, Ours()),
    )  # fmt: skip
    return Table(columns, rows, _notes(rows, missing, sums, total, ours, by))


def _rows(what: str, by: Actor) -> Any:
    rows = by.access.visible(Order.objects.active())
    if what == "too_much":
        return rows.filter(open__lt=0)
    if what == "unpaid":
        return rows.filter(status="delivered", open__gt=0)
    rows = rows.filter(status__in=("confirmed", "partly"))
    return rows.filter(paid__gt=0) if what == "undelivered" else rows.filter(open__gt=0)


def _notes(
    rows: list[Row], missing: Mapping[str, str], sums: Mapping[str, int], total: int, ours: str, by: Actor
) -> list[str]:
    from_rates = list(missing.values())
    if not rows:
        return [_("There is none.")]
    if from_rates:
        return [*from_rates, _("So there is no total in %(currency)s.") % {"currency": ours}]
    read = reader_for(by.language, by.zone)
    each = ", ".join(read.minor(amount, currency) for currency, amount in sorted(sums.items()))
    return [_("Together %(sums)s; in our currency %(total)s, by the rates of today.") % {
        "sums": each, "total": read.minor(total, ours)}]  # fmt: skip


OWED = Report(
    "open-orders", gettext_lazy("What is open"),
    gettext_lazy("Who has still to pay, who is still to receive, and who paid too much?"), "sales.order", owed,
    icon="scale", asks=(WHAT,), reads={"sales.order": ("open", "paid", "total", "party")}, place=61,
)  # fmt: skip
