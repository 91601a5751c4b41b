"""Goods returns in lists and the API. They are made by taking back a line of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.parts import Part, fill_from_line, lines_of, locked_lines, plain, taken
from setia.domains.sales.order_lines.places import FILED, PLACES, identified, settle_lines
from setia.domains.sales.orders.delivering import day_of
from setia.domains.sales.orders.model import BOOKS
from setia.domains.sales.orders.standing import balance
from setia.domains.sales.returns.model import Return
from setia.domains.sales.returns.reasons import CONDITIONS, REASONS
from setia.domains.sales.sums import half_up
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Number, Reference
from setia.kit.resources import Group, Panel, Resource, resource


@resource
class Returns(Resource):
    model = Return
    slug = "goods-returns"
    label = gettext_lazy("Goods return")
    plural = gettext_lazy("Goods returns")
    icon = "undo-2"
    columns = ("name", "order", "party", "quantity", "reason", "condition", "returned_on", "amount")
    form = (
        Group(gettext_lazy("Goods return"), ("order", "line", "quantity", "reason", "condition", "returned_on")),
        Group(gettext_lazy("Remarks"), ("amount", "about")),
    )
    read_only = ("order", "line")
    sortable = ("returned_on",)
    sort = "-returned_on"
    tells = {"amount": ("unit_price", "total")}
    kinds = {
        "quantity": Number(3, 12, Decimal(0)), "amount": Amount(), "currency": Currency(),
        "line": Reference("sales.orderline", "description"), "reason": REASONS, "condition": CONDITIONS,
    }  # fmt: skip
    dated_by = "returned_on"
    story = "party_id"
    personal = {
        "name": Personal(gettext_lazy("To prove what came back."), Basis.LEGAL_OBLIGATION),
        "about": Personal(gettext_lazy("To find out what went wrong.")),
    }
    impersonal = ("returned_on",)
    kept_for = BOOKS
    search_paths = ("name",)
    panels = (Panel(gettext_lazy("Refunds"), "refunds", "goods_return", ("name", "refunded_on", "amount", "status")),)
    rail = ("sales", 35)
    extra_fields = PLACES
    filed = FILED
    import_together = ("line", "returned_on")
    aliases = {
        "order": ("order number", "invoice", "commande", "facture", "pesanan", "faktur"),
        "quantity": ("qty", "units", "quantité", "jumlah", "kuantitas"),
        "returned_on": ("date", "return date", "date de retour", "tanggal", "tanggal retur"),
        "reason": ("return reason", "motif", "alasan"),
    }
    creatable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Never more than was delivered; what is credited is the share of the line."""
        settle_lines(changes)
        lines, gone, credited = lines_of(changes), taken(Return, changes), _credited(changes)
        for change in changes:
            after = change.after
            line = lines.get(after["line_id"])
            after["returned_on"] = after["returned_on"] or day_of(change.at, by)
            if after["returned_on"] > by.today:
                change.refuse("returned_on", _("This day has not come yet."))
            if after["archived_at"] or not fill_from_line(change, line) or line is None:
                continue
            after["currency"] = line.currency
            self._credit(change, line, gone, credited)

    def _credit(self, change: Change, line: Part, gone: dict[int, Decimal], credited: dict[int, int]) -> None:
        after, place = change.after, change.after["line_id"]
        quantity, left = Decimal(after["quantity"] or 0), line.received - gone[place]
        gone[place] += quantity
        if quantity > left:
            change.refuse("quantity", _too_much(line, left))
        elif change.changed("quantity") or change.changed("archived_at"):
            whole = Fraction(line.amount) * Fraction(gone[place]) / Fraction(line.quantity)
            after["amount"] = half_up(whole) - credited[place]
        credited[place] += after["amount"]

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        known = locked_lines({change.after["line_id"] for change in changes})
        rows = Return.objects.active().values("line_id").annotate(all=Sum("quantity"), net=Sum("amount"))
        sums = {line: rest for line, *rest in bulk.found(rows, "line_id", known, "line_id", "all", "net")}
        for line, (quantity, *_rest) in known.items():
            if sums.get(line, [0])[0] > quantity:
                raise Invalid({"quantity": [_("So many were not delivered.")]})
        none = [Decimal(0), 0]
        bulk.update(OrderLine, ("returned", "credited"), [(*sums.get(line, none), line) for line in known])
        balance({change.after["order_id"] for change in changes}, by)

    def identify(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
        return super().identify(identified(rows))

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)


def _credited(changes: Sequence[Change]) -> dict[int, int]:
    """What is credited of each line by returns that are not among these."""
    ids, ours = {change.after["line_id"] for change in changes} - {None}, {change.id for change in changes} - {0}
    rows = Return.objects.active().exclude(pk__in=ours).values("line_id").annotate(net=Sum("amount"))
    found: dict[int, int] = defaultdict(int)
    found.update({line: int(net or 0) for line, net in bulk.found(rows, "line_id", ids, "line_id", "net")})
    return found


def _too_much(line: Part, left: Decimal) -> str:
    if line.received <= 0:
        return _("Nothing of “%(line)s” was delivered yet, so nothing can come back.") % {"line": line.words}
    if left <= 0:
        return _("All of “%(line)s” that was delivered came back already.") % {"line": line.words}
    return _("Only %(left)s of “%(line)s” are with the customer.") % {"left": plain(left), "line": line.words}
