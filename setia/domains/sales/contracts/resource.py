"""Contracts in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.contracts.model import Contract, ContractStatus
from setia.domains.sales.contracts.terms import follow_terms
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import BOOKS
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Choice, Currency, LongText, Whole
from setia.kit.resources import Group, Panel, Resource, resource

COLOURS = {"draft": "plain", "running": "ok", "paused": "warn", "noticed": "warn", "ended": "plain"}
FIXED = ("starts_on", "period", "currency", "party_id")
"""What the orders made so far rest on."""

ledger.declare("contract.renewed", gettext_lazy("renewed"), "refresh-cw")
ledger.declare("contract.renewing", gettext_lazy("will renew by itself"), "calendar-clock")
ledger.declare("contract.ordered", gettext_lazy("ordered the next period of"), "shopping-cart")


@resource
class Contracts(Resource):
    model = Contract
    slug = "contracts"
    label = gettext_lazy("Contract")
    plural = gettext_lazy("Contracts")
    icon = "signature"
    columns = ("name", "party", "status", "period", "monthly", "ends_on", "notice_on", "owner")
    form = (
        Group(gettext_lazy("Contract"), ("party", "name", "reference", "opportunity", "owner", "currency")),
        Group(gettext_lazy("Term"), ("starts_on", "ends_on", "period", "renews", "renewal_months", "notice_days")),
        Group(gettext_lazy("Promised with it"), ("answer_hours", "price_until", "about")),
        Group(gettext_lazy("How it stands"), ("status", "monthly", "next_on", "notice_on", "noticed_on", "paused_on",
                                              "periods", "renewals")),
    )  # fmt: skip
    sortable = ("name", "next_on", "notice_on", "ends_on", "monthly")
    sort = "name"
    hidden = ("first_ends_on", "announced_on")
    kinds = {
        "monthly": Amount(), "currency": Currency(), "status": Choice(ContractStatus.choices, COLOURS),
        "renewal_months": Whole(1, 120), "notice_days": Whole(0, 730), "answer_hours": Whole(1, 9000),
        "about": LongText(),
    }  # fmt: skip
    samples = {"starts_on": "2026-01-31", "ends_on": "2027-01-30", "price_until": "2031-05-04"}
    tells = {"monthly": ("unit_price",)}
    dated_by = "starts_on"
    story = "party_id"
    personal = {
        "name": Personal(gettext_lazy("To carry out what was agreed."), Basis.CONTRACT),
        "about": Personal(gettext_lazy("To carry out what was agreed."), Basis.CONTRACT),
    }
    impersonal = ("reference", "starts_on", "ends_on", "notice_on", "noticed_on", "paused_on", "next_on",
                  "price_until")  # fmt: skip
    kept_for = BOOKS
    import_keys = ("reference",)
    search_paths = ("name", "reference")
    aliases = {
        "party": ("customer", "client", "pelanggan"),
        "reference": ("contract", "contract number", "numéro de contrat", "contrat", "nomor kontrak"),
        "starts_on": ("start", "begin", "début", "mulai"),
        "ends_on": ("end", "fin", "berakhir"),
        "notice_days": ("notice", "préavis", "pemberitahuan"),
    }
    helps = {
        "ends_on": gettext_lazy("The last day of the first term. Leave empty for a contract without end."),
        "notice_days": gettext_lazy("So many days before the end, at the latest, notice has to be given."),
        "answer_hours": gettext_lazy("Becomes a promise when the contract starts."),
        "price_until": gettext_lazy("Becomes a promise when the contract starts."),
    }
    panels = (
        Panel(gettext_lazy("What is delivered"), "contract-lines", "contract",
              ("description", "quantity", "unit_price", "discount", "amount", "from_on", "until_on"), "id", 50),
        Panel(gettext_lazy("Orders"), "orders", "contract",
              ("name", "period_on", "total", "open", "status"), "-id", 24),
    )  # fmt: skip
    rail = ("sales", 28)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        currency = our_company().currency
        for change in changes:
            after = change.after
            after["currency"] = after["currency"] or currency
            self._judge(change)
            if change.is_new or (change.changed("ends_on") and not change.changed("renewals")):
                after["first_ends_on"], after["renewals"] = after["ends_on"], 0
            if change.errors:
                continue
            if change.is_new or any(map(change.changed, TERMS)):
                follow_terms(after)
        _refuse_strangers([c for c in changes if c.after["opportunity_id"] and c.changed("opportunity_id")])

    def _judge(self, change: Change) -> None:
        after = change.after
        if after["starts_on"] is None:
            return
        if after["ends_on"] and after["ends_on"] < after["starts_on"]:
            change.refuse("ends_on", _("A contract does not end before it begins."))
        if after["price_until"] and after["price_until"] < after["starts_on"]:
            change.refuse("price_until", _("This is before the contract begins."))
        if after["renews"] and not after["renewal_months"]:
            change.refuse("renewal_months", _("Say for how many months it renews."))
        if not change.is_new and after["status"] != ContractStatus.DRAFT:
            for name in FIXED:
                if change.changed(name):
                    words = _("The contract has started. End it, and make another one.")
                    change.refuse(name.removesuffix("_id"), words)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["name"],), (row["reference"],) if row["reference"] else ())


TERMS = ("starts_on", "ends_on", "period", "renews", "notice_days", "periods", "status", "renewals")


def _refuse_strangers(changes: Sequence[Change]) -> None:
    ids = {change.after["opportunity_id"] for change in changes}
    customers = dict(bulk.found(Opportunity.objects.all(), "pk", ids, "pk", "party_id"))
    for change in changes:
        if customers.get(change.after["opportunity_id"]) not in (None, change.after["party_id"]):
            change.refuse("opportunity", _("This opportunity is with another customer."))
