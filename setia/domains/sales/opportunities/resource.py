"""Opportunities in lists, on the board, in forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.customers import make_customers
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities import attention, chances
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.opportunities.stage_log import last_open_stages, log_stages
from setia.domains.sales.opportunities.staging import moment_on, settle_stage
from setia.domains.sales.opportunities.stalling import settle_stalling
from setia.domains.sales.opportunities.steps import settle_steps
from setia.domains.sales.pipelines.queries import pipelines_of_teams
from setia.domains.sales.reasons.resource import refuse_other
from setia.domains.sales.stages.model import Status
from setia.domains.sales.stages.queries import known_stages
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Currency, Field, LongText, Percent, Text, Whole
from setia.kit.resources import Board, Group, Panel, Resource, resource


@resource
class Opportunities(Resource):
    model = Opportunity
    slug = "opportunities"
    label = gettext_lazy("Opportunity")
    plural = gettext_lazy("Opportunities")
    icon = "target"
    subtitle = "reference"
    columns = (
        "name",
        "party",
        "stage",
        "amount",
        "chance",
        "next_step",
        "next_step_on",
        "attention",
        "expected_on",
        "closed_on",
        "owner",
        "updated_at",
    )
    form = (
        Group(gettext_lazy("Opportunity"), ("name", "party", "product", "source", "owner")),
        Group(gettext_lazy("Next step"), ("next_step", "next_step_on")),
        Group(gettext_lazy("Stage"), ("pipeline", "stage", "probability", "opened_on", "expected_on", "stalls_on")),
        Group(gettext_lazy("Chance"), ("chance", "chance_low", "chance_high", "chance_why")),
        Group(gettext_lazy("Outcome"), ("closed_on", "reason", "lost_reason")),
        Group(gettext_lazy("Value"), ("amount", "currency", "reference")),
    )
    personal = {
        "name": Personal(gettext_lazy("To know what they may buy.")),
        "next_step": Personal(gettext_lazy("To do what was agreed.")),
        "lost_reason": Personal(gettext_lazy("To offer better next time."), Basis.LEGITIMATE_INTERESTS, 60),
    }
    impersonal = (
        "reference", "opened_on", "expected_on", "closed_on", "next_step_on", "stalls_on", "attention", "chance_why",
    )  # fmt: skip
    kept_for = gettext_lazy("So that sums of the pipeline stay what they were.")
    sortable = ("name", "amount", "opened_on", "expected_on", "closed_on", "updated_at", "status", "next_step_on",
                "stalls_on", "chance")  # fmt: skip
    sort = "-updated_at"
    kinds = {
        "amount": Amount(),
        "currency": Currency(),
        "probability": Whole(0, 100),
        **dict.fromkeys(("chance", "chance_low", "chance_high"), Percent()),
        "lost_reason": Text(300),
    }
    derived = ("stalls_on", "chance", "chance_low", "chance_high")
    extra_fields = (
        Field(
            "attention", gettext_lazy("Asks for"), Text(200), "attention", editable=False, filterable=False,
            compute=attention.fill,
        ),
        Field(
            "chance_why", gettext_lazy("Why this chance"), LongText(), "chance_why", editable=False, filterable=False,
            compute=chances.fill,
        ),
    )  # fmt: skip
    tells = {"attention": attention.TOLD_BY, "chance_why": chances.TOLD_BY}
    labels = {
        "chance": gettext_lazy("Chance"), "chance_low": gettext_lazy("At least"),
        "chance_high": gettext_lazy("At most"),
    }  # fmt: skip
    board = Board("stage", "move", "amount", ("chance", "party", "next_step", "expected_on", "owner"), "attention")
    dated_by = "opened_on"
    story = "party_id"
    import_keys = ("reference",)
    search_paths = ("name", "reference")
    aliases = {
        "name": ("opportunity", "deal", "deal name", "opportunité", "affaire", "peluang"),
        "reference": ("opportunity_id", "deal id", "opportunity number", "référence", "numéro", "nomor"),
        "party": ("account", "customer", "company", "client", "société", "compte", "pelanggan", "perusahaan"),
        "product": ("produit", "produk"),
        "stage": ("deal_stage", "sales stage", "étape", "phase", "tahap"),
        "amount": ("close_value", "value", "deal value", "montant", "valeur", "nilai", "jumlah"),
        "opened_on": ("engage_date", "open date", "created", "ouverte le", "date d'ouverture",
                      "tanggal buka"),
        "closed_on": ("close_date", "closing date", "closed", "date de clôture", "conclue le",
                      "tanggal tutup"),
        "expected_on": ("expected close date", "forecast date", "date prévue", "perkiraan tanggal"),
        "owner": ("sales_agent", "sales rep", "agent", "salesperson", "commercial", "vendeur", "penjual"),
        "next_step": ("next action", "prochaine étape", "langkah berikutnya"),
        "lost_reason": ("reason", "loss reason", "raison", "motif de perte", "alasan"),
        "probability": ("probabilité", "peluang menang"),
        "source": ("lead source", "origine", "sumber"),
    }  # fmt: skip
    helps = {
        "chance": gettext_lazy("Learnt from what was won and lost before; of those that will be decided."),
        "reason": gettext_lazy("Counts once it is won or lost."),
        "name": gettext_lazy("Leave empty to name it after the product and the customer."),
        "stage": gettext_lazy("Leave empty to begin with the first stage."),
        "next_step": gettext_lazy("What to do next, so that it is always visible."),
    }
    rail = ("sales", 10)
    when_missing = {"source": "create"}
    panels = (
        Panel(gettext_lazy("People"), "participants", "opportunity", ("party", "part", "attitude", "note")),
        Panel(gettext_lazy("Competitors"), "rivals", "opportunity", ("competitor", "standing", "note")),
        Panel(gettext_lazy("Orders"), "orders", "opportunity", ("name", "ordered_on", "total", "status")),
        Panel(gettext_lazy("Came from the lead"), "leads", "opportunity", ("name", "source", "received_on", "score")),
        Panel(gettext_lazy("Answers"), "lead-answers", "opportunity", ("question", "value"), "", 20),
    )

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        currency, stages = our_company().currency, known_stages()
        reopened = [c.id for c in changes if not c.is_new and c.changed("status") and not c.changed("stage_id")]
        last_open = last_open_stages(reopened)
        pipelines_of_teams([change for change in changes if change.is_new])
        for change in changes:
            change.after["currency"] = change.after["currency"] or currency
            settle_stage(change, stages, last_open, by)
            settle_steps(change)
        settle_stalling(changes, stages)
        refuse_other(changes, {"won": "won", "lost": "lost"})
        _name([change for change in changes if not change.after["name"]])

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        log_stages(changes, by)
        closed = [c for c in changes if c.is_new and c.after["status"] != Status.OPEN]
        ledger.record([self._closing(change, by) for change in closed], by)
        won = [c for c in changes if c.after["status"] == Status.WON and c.changed("status")]
        make_customers({c.after["party_id"] for c in won} - {None}, by)

    def _closing(self, change: Change, by: Actor) -> ledger.Fact:
        """One that is already closed when we learn of it tells both: that it was opened, and its end."""
        after = change.after
        return ledger.Fact(
            f"opportunity.{after['status']}", self.noun, change.id, after["party_id"], 1, after["name"],
            moment_on(after["closed_on"], by),
        )  # fmt: skip

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["name"],), (row["reference"],) if row["reference"] else ())


def _name(changes: Sequence[Change]) -> None:
    """An opportunity without a name is called after what is sold to whom."""
    products = _names(Product, {change.after["product_id"] for change in changes})
    parties = _names(Party, {change.after["party_id"] for change in changes})
    for change in changes:
        product, party = products.get(change.after["product_id"]), parties.get(change.after["party_id"])
        name = product or party or change.after["reference"] or _("Opportunity")
        if product and party:
            name = _("%(product)s for %(party)s") % {"product": product, "party": party}
        change.after["name"] = name[:200]


def _names(model: Any, ids: set[int | None]) -> dict[int, str]:
    return dict(bulk.found(model.objects.all(), "pk", ids - {None}, "pk", "name"))
