"""Promises in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.needs.needs.model import Need
from setia.domains.promises.promises.consequences import make_good
from setia.domains.promises.promises.model import Comparison, Direction, Promise, State, Unit
from setia.domains.promises.promises.resting import settle_resting
from setia.domains.promises.promises.sources import SOURCES
from setia.domains.promises.promises.telling import told_by_promises
from setia.domains.promises.promises.terms import fill_terms, settle_term
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import AnyRecord, Choice, Field, LongText, Number, Text
from setia.kit.resources import Group, Panel, Resource, resource
from setia.kit.seeing import there

COLOURS = {"open": "info", "kept": "ok", "broken": "warn", "renegotiated": "plain", "waived": "plain"}
KEPT = Personal(gettext_lazy("To keep what was promised, and to show that it was."))

ledger.declare("promise.made", gettext_lazy("promised"), "handshake")


@resource
class Promises(Resource):
    model = Promise
    slug = "promises"
    label = gettext_lazy("Promise")
    plural = gettext_lazy("Promises")
    icon = "handshake"
    columns = ("name", "party", "direction", "due_on", "term", "status", "owner", "source", "about")
    form = (
        Group(gettext_lazy("Promise"), ("party", "name", "due_on", "owner", "direction", "source", "campaign",
                                        "made_on", "promised_by")),
        Group(gettext_lazy("Measured by"), ("measure", "comparison", "value", "unit")),
        Group(gettext_lazy("Belongs to"), ("product", "need", "about", "team", "rests_on", "follows")),
        Group(gettext_lazy("What became of it"), ("status", "ended_on", "evidence", "missed_at", "warned_at")),
    )  # fmt: skip
    kinds = {
        "about": AnyRecord(), "status": Choice(State.choices, COLOURS), "direction": Choice(Direction.choices),
        "source": SOURCES, "unit": Choice(Unit.choices), "comparison": Choice(Comparison.choices),
        "value": Number(3, 15, Decimal(0)), "evidence": LongText(),
    }  # fmt: skip
    samples = {
        "due_on": "2031-05-04", "made_on": "2024-02-01", "unit": "hours", "comparison": "<=", "follows": None,
        "rests_on": None, "need": None,
    }  # fmt: skip
    extra_fields = (
        Field("term", gettext_lazy("Measured by"), Text(), "term", editable=False, filterable=False,
              compute=fill_terms, personal=KEPT),
    )  # fmt: skip
    tells = {"term": ("measure", "comparison", "value", "unit")}
    sortable = ("name", "due_on", "status", "made_on")
    sort = "due_on"
    made_as = "made"
    dated_by = "made_on"
    story = "party_id"
    personal = dict.fromkeys(("name", "evidence", "campaign", "measure"), KEPT)
    impersonal = ("due_on", "made_on", "ended_on")
    kept_for = gettext_lazy("So that promises kept and broken stay counted.")
    search_paths = ("name",)
    aliases = {
        "name": ("promise", "promised", "promesse", "janji"),
        "party": ("customer", "client", "vendor", "pelanggan", "fournisseur", "pemasok"),
        "due_on": ("due", "deadline", "échéance", "tenggat", "jatuh tempo"),
        "owner": ("responsible", "responsable", "penanggung jawab"),
        "promised_by": ("seller", "vendeur", "penjual"),
        "made_on": ("date", "tanggal"),
        "source": ("origine", "asal"),
    }
    helps = {
        "due_on": gettext_lazy("By when. What has no day needs something that can be measured."),
        "measure": gettext_lazy("For example: answer, uptime, delivery. With a value and a unit."),
        "rests_on": gettext_lazy("The promise, perhaps a vendor's, without which this one cannot be kept."),
        "campaign": gettext_lazy("The advertisement or text in which it stands."),
        "about": gettext_lazy("Any record: an offer, an order, an opportunity…"),
    }
    panels = (
        Panel(gettext_lazy("What rests on it"), "promises", "rests_on", ("name", "party", "due_on", "status", "owner")),
        Panel(gettext_lazy("Renegotiated into"), "promises", "follows", ("name", "due_on", "status", "owner")),
        Panel(gettext_lazy("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"),
    )
    rail = ("sales", 40)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        _settle_people(changes, by)
        known = there({c.after["about"] for c in changes if c.after["about"] and c.changed("about")}, by.access)
        for change in changes:
            _settle_one(change, by)
            if change.after["about"] and change.changed("about") and change.after["about"] not in known:
                change.refuse("about", _("There is no such record, or you may not see it."))
        settle_resting(changes)
        _refuse_needs_of_others(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        told_by_promises(changes, by)
        make_good([c for c in changes if not c.is_new and c.changed("status") and c.after["status"] == "broken"], by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)


def _settle_people(changes: Sequence[Change], by: Actor) -> None:
    """Whoever writes it down promised it, unless it says otherwise; the team is that of whoever has to keep it."""
    give_to_maker(changes, by, "promises.promise")
    for change in changes:
        after = change.after
        ours = after["direction"] == Direction.OURS
        if change.is_new and ours and after["promised_by_id"] is None and by.channel != "import":
            after["promised_by_id"] = by.staff_id
    given = [c for c in changes if c.after["owner_id"] and c.changed("owner_id")]
    teams = dict(bulk.found(Staff.objects.all(), "pk", {c.after["owner_id"] for c in given}, "pk", "team_id"))
    for change in given:
        if change.is_new and change.after["team_id"] is None or not change.changed("team_id"):
            change.after["team_id"] = teams.get(change.after["owner_id"])


def _settle_one(change: Change, by: Actor) -> None:
    after = change.after
    after["made_on"] = after["made_on"] or by.today
    settle_term(change)
    if after["due_on"] is None and after["value"] is None and (change.is_new or change.changed("due_on")):
        change.refuse("due_on", _("Say by when, or what can be measured: nobody can keep what has no end."))
    if after["made_on"] > by.today:
        change.refuse("made_on", _("This day has not come yet."))
    if after["due_on"] and after["due_on"] < after["made_on"]:
        change.refuse("due_on", _("This is before the day on which it was promised."))
    if change.before and change.changed("due_on"):
        after["missed_at"] = None


def _refuse_needs_of_others(changes: Sequence[Change]) -> None:
    asked = [c for c in changes if c.after["need_id"] and (c.changed("need_id") or c.changed("party_id"))]
    parties = dict(bulk.found(Need.objects.all(), "pk", {c.after["need_id"] for c in asked}, "pk", "party_id"))
    for change in asked:
        if parties.get(change.after["need_id"]) != change.after["party_id"]:
            change.refuse("need", _("This is a need of somebody else."))
