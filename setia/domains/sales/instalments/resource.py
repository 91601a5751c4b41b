"""Instalments in lists and the API. They are made at the order, and add up to what it comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.instalments.model import Instalment
from setia.domains.sales.order_lines.amounts import read_in
from setia.domains.sales.orders.model import BOOKS, Order
from setia.domains.sales.orders.standing import follow_instalments
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.declaring import nameless
from setia.kit.kinds import Amount, Currency
from setia.kit.resources import Group, Resource, resource


@resource
class Instalments(Resource):
    model = Instalment
    slug = "instalments"
    label = gettext_lazy("Instalment")
    plural = gettext_lazy("Instalments")
    icon = "calendar-days"
    columns = ("name", "order", "party", "due_on", "amount", "open")
    form = (Group(gettext_lazy("Instalment"), ("order", "due_on", "amount", "open")),)
    read_only = ("order",)
    sortable = ("due_on",)
    sort = "due_on"
    tells = {"name": ("order",), "amount": ("total",), "open": ("total", "paid")}
    kinds = {"amount": Amount(), "open": Amount(), "currency": Currency()}
    story = "party_id"
    personal = {"name": Personal(gettext_lazy("To know what is still to be paid, and when."), Basis.LEGAL_OBLIGATION)}
    impersonal = ("due_on",)
    kept_for = BOOKS
    search_paths = ("name",)
    rail = ("sales", 34)
    filed = ("order", "currency")
    import_together = ("order", "due_on")
    aliases = {
        "order": ("order number", "invoice", "commande", "facture", "pesanan", "faktur"),
        "amount": ("sum", "montant", "jumlah"),
        "due_on": ("date", "due date", "échéance", "jatuh tempo", "tanggal"),
    }
    creatable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Together they are never more than the order comes to."""
        ids = {change.after["order_id"] for change in changes}
        names = ("party_id", "currency", "name", "due")
        orders = {pk: rest for pk, *rest in bulk.found(Order.objects.all(), "pk", ids, "pk", *names)}
        others = _others(changes, ids)
        for change in changes:
            after = change.after
            party, currency, name, due = orders.get(after["order_id"], (None, "", "", 0))
            if by.channel == "import" and any(map(change.changed, ("order_id", "currency"))):
                read_in(change, currency)
            if not after["order_id"]:
                change.refuse("order", _("Say to which order it belongs."))
                continue
            if change.before and change.changed("order_id"):
                change.refuse("order", _("An instalment stays with its order."))
            after.update(party_id=party, currency=currency, name=f"{name} · {after['due_on']}")
            if not after["amount"] or after["amount"] < 0:
                change.refuse("amount", _("Give an amount above zero."))
                continue
            if after["archived_at"] is None:
                others[after["order_id"]] += after["amount"]
                if others[after["order_id"]] > due and (change.changed("amount") or change.changed("archived_at")):
                    change.refuse("amount", _("Together the instalments would be more than the order comes to."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        follow_instalments({change.after["order_id"] for change in changes}, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (), (row["name"],)) for row in rows)

    def rename(self, changes: Sequence[Change]) -> None:
        for change in changes:
            change.after["name"] = nameless(self.label, change.id)


def _others(changes: Sequence[Change], orders: set[int]) -> dict[int, int]:
    ours = {change.id for change in changes} - {0}
    rows = Instalment.objects.active().exclude(pk__in=ours).values("order_id").annotate(all=Sum("amount"))
    found: dict[int, int] = defaultdict(int)
    found.update({order: int(amount or 0) for order, amount in bulk.found(rows, "order_id", orders, "order_id", "all")})
    return found
