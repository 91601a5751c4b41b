"""Leads in lists, on the board, in forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.model import Party
from setia.domains.parties.parties.resource import SECTORS
from setia.domains.sales.leads.model import Lead, LeadStatus
from setia.domains.sales.qualifying.scoring import explain_scores, scores_of
from setia.domains.sales.reasons.resource import refuse_other
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Choice, Country, Email, Field, Language, LongText, Phone
from setia.kit.resources import Board, Group, Panel, Resource, resource
from setia.kit.writing import moment_of

COLOURS = {"new": "info", "working": "info", "qualified": "ok", "unqualified": "plain", "converted": "ok"}
INTEREST = Basis.LEGITIMATE_INTERESTS
ANSWERING = Personal(gettext_lazy("To answer what they asked."), INTEREST, 24)


@resource
class Leads(Resource):
    model = Lead
    slug = "leads"
    label = gettext_lazy("Lead")
    plural = gettext_lazy("Leads")
    icon = "inbox"
    subtitle = "reference"
    columns = ("name", "source", "status", "score", "person", "company", "received_on", "owner")
    form = (
        Group(gettext_lazy("Lead"), ("name", "source", "message", "product", "received_on", "owner")),
        Group(gettext_lazy("From"), ("person", "company", "email", "phone", "language", "country", "sector", "party")),
        Group(gettext_lazy("What became of it"), ("status", "score", "score_why", "reason", "ended_because")),
        Group(gettext_lazy("Number"), ("reference", "opportunity", "converted_on")),
    )
    kinds = {
        "email": Email(),
        "phone": Phone(),
        "country": Country(),
        "sector": SECTORS,
        "language": Language(),
        "status": Choice(LeadStatus.choices, COLOURS),
    }
    extra_fields = (
        Field(
            "score_why", gettext_lazy("How the score came about"), LongText(), "score_why", editable=False,
            filterable=False, compute=explain_scores,
        ),
    )  # fmt: skip
    board = Board("status", "move", card=("source", "person", "company", "score", "received_on", "owner"))
    derived = ("score",)
    tells = {
        "score_why": ("score", "value"), "score": ("value",), "name": ("person", "company", "product"),
    }  # fmt: skip
    quotes = {"name": ("product",)}
    personal = {
        "name": ANSWERING,
        "person": ANSWERING,
        "company": Personal(gettext_lazy("To know whom they speak for."), INTEREST, 24),
        "email": ANSWERING,
        "phone": ANSWERING,
        "message": ANSWERING,
        "country": Personal(gettext_lazy("To let the right people answer."), INTEREST, 24),
        "language": Personal(gettext_lazy("To write in the person's language."), INTEREST, 24),
        "ended_because": Personal(gettext_lazy("To offer better next time."), INTEREST, 24),
    }
    impersonal = ("reference", "received_on", "converted_on", "score_why")
    kept_for = gettext_lazy("So that what each source brings stays counted.")
    sortable = ("name", "received_on", "score", "status")
    sort = "-received_on"
    story = "party_id"
    import_keys = ("reference",)
    when_missing = {"source": "create"}
    search_paths = ("name", "person", "company", "email", "phone", "reference")
    aliases = {
        "name": ("lead", "subject", "topic", "enquiry", "sujet", "demande", "perihal", "permintaan"),
        "reference": ("lead id", "lead number", "numéro", "nomor"),
        "source": ("lead source", "origin", "channel", "origine", "sumber"),
        "person": ("full name", "contact", "contact name", "nom", "nom complet", "nama", "nama lengkap"),
        "company": ("account", "organisation", "organization", "société", "entreprise", "perusahaan"),
        "email": ("mail", "e-mail address", "courriel", "surel"),
        "phone": ("tel", "telephone", "mobile", "téléphone", "telepon", "hp"),
        "message": ("comments", "notes", "text", "remarques", "texte", "pesan", "catatan"),
        "received_on": ("date", "created", "received", "reçu le", "tanggal"),
        "owner": ("sales_agent", "agent", "assigned to", "commercial", "penanggung jawab"),
        "product": ("produit", "produk"),
        "sector": ("industry", "branch", "secteur", "sektor", "industri"),
        "country": ("pays", "negara"),
        "language": ("langue", "bahasa"),
    }
    helps = {
        "name": gettext_lazy("Leave empty to name it after the product and who asks."),
        "party": gettext_lazy("If we know them already."),
        "sector": gettext_lazy("Which questions are asked follows from it."),
        "received_on": gettext_lazy("Leave empty for today."),
    }
    rail = ("sales", 5)
    panels = (Panel(gettext_lazy("Answers"), "lead-answers", "lead", ("question", "value"), "", 20),)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        for change in changes:
            after = change.after
            if change.is_new and after["received_on"] is None and by.channel != "import":
                after["received_on"] = by.today
            if after["received_on"] and after["received_on"] > by.today and change.changed("received_on"):
                change.refuse("received_on", _("This day has not come yet."))
            elif change.is_new and change.at is None and after["received_on"] not in (None, by.today):
                change.at = moment_of(after["received_on"])
        refuse_other(changes, {"unqualified": "unqualified"})
        _score_again([c for c in changes if c.before and c.changed("sector")])
        _name([change for change in changes if not change.after["name"]])

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            codes = [row[name] for name in ("reference", "email", "phone") if row[name]]
            yield Document(row["id"], (row["name"], row["person"], row["company"]), codes)


def _score_again(changes: Sequence[Change]) -> None:
    """Another kind of business is asked other questions."""
    scores = scores_of({change.id: change.after["sector"] for change in changes})
    for change in changes:
        change.after["score"] = scores.get(change.id)


def _name(changes: Sequence[Change]) -> None:
    """A lead without a name is called after what is asked for and by whom."""
    products = _names(Product, {change.after["product_id"] for change in changes})
    parties = _names(Party, {change.after["party_id"] for change in changes})
    for change in changes:
        after = change.after
        product = products.get(after["product_id"])
        who = after["company"] or after["person"] or parties.get(after["party_id"]) or after["email"]
        name = product or who or after["phone"] or after["reference"] or _("Lead")
        if product and who:
            name = _("%(product)s for %(party)s") % {"product": product, "party": who}
        after["name"] = name[:200]


def _names(model: Any, ids: set[int | None]) -> dict[int, str]:
    return dict(bulk.found(model.objects.all(), "pk", ids - {None}, "pk", "name"))
