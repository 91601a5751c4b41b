"""Refunds in lists and the API. They are made at the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.preferences.resource import METHODS
from setia.domains.sales.order_lines.amounts import read_in
from setia.domains.sales.orders.model import BOOKS, Order
from setia.domains.sales.orders.standing import balance, paid_for
from setia.domains.sales.refunds.authority import ask_for, is_within
from setia.domains.sales.refunds.model import Refund, RefundStatus
from setia.domains.sales.refunds.reasons import REASONS
from setia.domains.sales.returns.model import Return
from setia.foundation import bulk, money
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.declaring import nameless
from setia.kit.kinds import Amount, Choice, Currency
from setia.kit.resources import Group, Panel, Resource, resource

COLOURS = {"waiting": "info", "paid": "ok", "refused": "warn"}


@resource
class Refunds(Resource):
    model = Refund
    slug = "refunds"
    label = gettext_lazy("Refund")
    plural = gettext_lazy("Refunds")
    icon = "banknote-x"
    columns = ("name", "order", "party", "refunded_on", "reason", "amount", "status")
    form = (
        Group(gettext_lazy("Refund"), ("order", "goods_return", "amount", "method", "reason", "why", "refunded_on",
                                       "reference", "status")),
    )  # fmt: skip
    read_only = ("order", "goods_return", "amount")
    sortable = ("refunded_on", "status")
    sort = "-refunded_on"
    tells = {"name": ("reference", "order")}
    kinds = {
        "amount": Amount(), "currency": Currency(), "status": Choice(RefundStatus.choices, COLOURS),
        "method": METHODS, "reason": REASONS,
    }  # fmt: skip
    dated_by = "refunded_on"
    story = "party_id"
    personal = {
        **dict.fromkeys(
            ("name", "reference"),
            Personal(gettext_lazy("To match the payment with the bank's statement."), Basis.LEGAL_OBLIGATION),
        ),
        "why": Personal(gettext_lazy("To find out what went wrong.")),
    }
    impersonal = ("refunded_on",)
    kept_for = BOOKS
    search_paths = ("reference",)
    panels = (Panel(gettext_lazy("Approvals"), "approvals", "about", ("decision", "amount", "status", "decided_by")),)
    rail = ("sales", 36)
    filed = ("order", "amount", "currency")
    import_together = ("order", "reference", "refunded_on")
    aliases = {
        "order": ("order number", "invoice", "commande", "facture", "pesanan", "faktur"),
        "amount": ("refunded", "sum", "montant", "jumlah"),
        "refunded_on": ("date", "refund date", "date de remboursement", "tanggal"),
        "reason": ("refund reason", "motif", "alasan"),
        "reference": ("refund id", "transaction", "référence", "referensi"),
    }
    creatable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Never more than was paid, and no further than whoever does it may go."""
        ids = {change.after["order_id"] for change in changes}
        orders = {pk: rest for pk, *rest in bulk.found(
            Order.objects.all(), "pk", ids, "pk", "party_id", "currency", "name")}  # fmt: skip
        left = _left(changes, ids)
        returns = dict(bulk.found(
            Return.objects.all(), "pk", {c.after["goods_return_id"] for c in changes} - {None}, "pk", "order_id"
        ))  # fmt: skip
        for change in changes:
            after = change.after
            party, currency, name = orders.get(after["order_id"], (None, "", ""))
            if by.channel == "import" and any(map(change.changed, ("order_id", "currency"))):
                read_in(change, currency)
            _refuse_other(change)
            after.update(party_id=party, currency=currency, name=after["reference"] or name,
                         refunded_on=after["refunded_on"] or by.today)  # fmt: skip
            if after["goods_return_id"] and returns.get(after["goods_return_id"]) != after["order_id"]:
                change.refuse("goods_return", _("These goods came back from another order."))
            if after["refunded_on"] > by.today:
                change.refuse("refunded_on", _("This day has not come yet."))
            if not after["amount"] or after["amount"] < 0:
                change.refuse("amount", _("Give an amount above zero."))
                continue
            if change.is_new and not is_within(after["amount"], currency, by):
                after["status"] = RefundStatus.WAITING.value
            if after["archived_at"] is None and after["status"] != RefundStatus.REFUSED:
                if after["amount"] > left[after["order_id"]]:
                    change.refuse("amount", _too_much(left[after["order_id"]], currency))
                left[after["order_id"]] -= after["amount"]

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        ids = {change.after["order_id"] for change in changes}
        balance(ids, by)
        if any(total < 0 for total in paid_for(ids).values()):
            raise Invalid({"amount": [_("So much was not paid.")]})
        new = [c.id for c in changes if c.is_new and c.after["status"] == RefundStatus.WAITING]
        for refund in Refund.objects.filter(pk__in=new).select_related("order").order_by("pk"):
            ask_for(refund, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (), (row["reference"],) if row["reference"] else ()) for row in rows)

    def rename(self, changes: Sequence[Change]) -> None:
        """After the number of the order, which says nothing about anybody."""
        numbers = dict(bulk.found(Order.objects.all(), "pk", {c.after["order_id"] for c in changes}, "pk", "reference"))
        for change in changes:
            change.after["name"] = numbers.get(change.after["order_id"]) or nameless(self.label, change.id)


def _refuse_other(change: Change) -> None:
    """How much was paid back was decided, and perhaps approved."""
    if change.before is None:
        if not change.after["order_id"]:
            change.refuse("order", _("Say to which order it belongs."))
    elif change.changed("order_id"):
        change.refuse("order", _("A refund stays with its order."))
    elif change.changed("amount"):
        change.refuse("amount", _("A refund stays as it was decided. Take it back, and make another one."))


def _left(changes: Sequence[Change], orders: set[int]) -> dict[int, int]:
    """What can still be paid back of each order, if none of these were; what waits for approval is spoken for."""
    found: dict[int, int] = defaultdict(int)
    found.update(paid_for(orders))
    ours = {change.id for change in changes} - {0}
    rows = Refund.objects.active().filter(status=RefundStatus.WAITING).exclude(pk__in=ours)
    for order, amount in bulk.found(rows, "order_id", orders, "order_id", "amount"):
        found[order] -= amount
    for change in changes:
        before = change.before
        if before and before["status"] == RefundStatus.PAID and before["archived_at"] is None:
            found[change.after["order_id"]] += before["amount"]
    return found


def _too_much(left: int, currency: str) -> str:
    if left <= 0:
        return _("Nothing of this order is left to be paid back.")
    return _("At most %(amount)s %(currency)s of this order can be paid back.") % {
        "amount": money.decimal(left, currency or "USD"), "currency": currency,
    }  # fmt: skip
