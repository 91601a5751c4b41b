"""Offers in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.offers.declining import DECLINED
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.offers.settling import complete, refuse_impossible
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Currency, Field, Language, Share, Whole
from setia.kit.resources import Group, Panel, Resource, resource

SUMS = ("listed", "net", "tax", "gross")
PRIVATE = ("cost", "margin", "floor", "departure_cost")


def margin_shares(rows: list[dict[str, Any]]) -> None:
    known = {pk: (net, margin) for pk, net, margin in Offer.objects.filter(
        pk__in=[row["id"] for row in rows]).values_list("pk", "net", "margin")}  # fmt: skip
    for row in rows:
        net, margin = known.get(row["id"], (0, 0))
        row["margin_share"] = margin / net if net else None


@resource
class Offers(Resource):
    model = Offer
    slug = "offers"
    label = _("Offer")
    plural = _("Offers")
    icon = "file-pen-line"
    subtitle = "subject"
    columns = ("name", "party", "subject", "status", "valid_until", "net", "margin_share", "departure", "owner")
    form = (
        Group(_("Offer"), ("party", "contact", "opportunity", "subject", "owner")),
        Group(_("Conditions"), ("valid_until", "deliver_on", "answer_hours", "price_until", "budget", "currency",
                                "language")),
        Group(_("Words"), ("introduction", "terms")),
    )  # fmt: skip
    sortable = ("name", "net", "valid_until", "status", "sent_at")
    sort = "-name"
    kinds = {
        **dict.fromkeys((*SUMS, "cost", "floor", "departure_cost", "budget"), Amount()),
        "decline_reason": DECLINED,
        "margin": Amount(least=None), "currency": Currency(), "language": Language(), "answer_hours": Whole(1, 8760),
    }  # fmt: skip
    extra_fields = (
        Field("margin_share", _("Margin in percent"), Share(1), "margin_share", editable=False, filterable=False,
              compute=margin_shares),
    )  # fmt: skip
    tells = {
        **dict.fromkeys(SUMS, ("amount", "unit_price")), "margin": ("cost",), "floor": ("cost",),
        "margin_share": ("cost", "margin"), "departure_cost": ("cost",),
    }  # fmt: skip
    hidden = ("mark", "secret", "reminded_at")
    helps = {
        "budget": _("The most the customer wants to spend, without tax. Proposals keep within it."),
        "answer_hours": _("Promised with the offer: so soon we answer when they call."),
        "deliver_on": _("Promised with the offer."),
        "price_until": _("Promised with the offer: until then the same things cost the same."),
    }
    aliases = {"party": ("customer", "client", "pelanggan")}
    samples = {"valid_until": "2099-12-31"}
    story = "party_id"
    personal = {
        "answered_by": Personal(_("To show who accepted, if that is doubted.")),
        "proof": Personal(_("To show who accepted, if that is doubted.")),
        "decline_words": Personal(_("To learn why offers are declined.")),
        "subject": Personal(_("To find the offer again.")),
        "introduction": Personal(_("To propose what fits.")),
    }
    impersonal = ("number", "name", "terms", "valid_until", "deliver_on", "price_until", "sent_at", "answered_at")
    kept_for = _("The books have to keep them; they stay without the person.")
    importable = False
    search_paths = ("name", "subject")
    rail = ("sales", 15)
    panels = (
        Panel(_("Lines"), "offer-lines", "offer",
              ("description", "amount", "quantity", "unit_price", "discount"), "id", 50),
        Panel(_("Versions"), "offers", "first", ("name", "status", "net", "sent_at"), "-name"),
        Panel(_("Approvals"), "approvals", "about", ("name", "status", "owner", "decided_by"), "-status"),
        Panel(_("Messages"), "messages", "about", ("name", "status"), "-id"),
        Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"),
    )  # fmt: skip

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        complete(changes, by)
        refuse_impossible(changes, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["subject"],) if row["subject"] else (), (row["name"],))


def is_over(offer: Offer, today: date) -> bool:
    return offer.valid_until < today
