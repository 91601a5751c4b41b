"""Actions in lists, files and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.actions import saying
from setia.domains.insight.actions.model import Action, Outcome, State, Why
from setia.foundation.personal import Personal
from setia.kit import advice
from setia.kit.kinds import Amount, AnyRecord, Choice, Currency, Field, LongText, Percent, Text
from setia.kit.resources import Group, Resource, resource

STATUS_COLOURS = {"open": "info", "done": "ok", "refused": "warn", "ignored": "plain", "gone": "plain"}
OUTCOME_COLOURS = {"worked": "ok", "nothing": "plain"}


def _kinds() -> Sequence[tuple[str, object]]:
    return [(name, kind.label) for name, kind in sorted(advice.kinds().items())]


@resource
class Actions(Resource):
    model = Action
    slug = "actions"
    label = _("Action")
    plural = _("Actions")
    icon = "lightbulb"
    columns = ("kind", "party", "about", "reason", "value", "effort", "expires_on", "status", "outcome", "owner")
    form = (
        Group(_("What to do"), ("kind", "party", "about", "reason", "owner", "expires_on", "later_on")),
        Group(_("Why this"), ("value", "chance", "effort", "rank", "why")),
        Group(_("What became of it"), ("status", "refusal", "note", "ended_at", "done_by", "watch_until", "outcome")),
    )
    kinds = {
        "kind": Choice(_kinds),
        "about": AnyRecord(),
        "value": Amount(),
        "currency": Currency(),
        "chance": Percent(),
        "status": Choice(State.choices, STATUS_COLOURS),
        "refusal": Choice(Why.choices),
        "outcome": Choice(Outcome.choices, OUTCOME_COLOURS),
    }
    extra_fields = (
        Field("reason", _("Reason"), Text(400), "reason", editable=False, filterable=False, compute=saying.fill),
        Field("why", _("Why it ranks here"), LongText(), "why", editable=False, filterable=False, compute=saying.fill),
    )
    read_only = ("kind", "name", "party", "about", "owner", "value", "currency", "effort", "chance", "rank",
                 "given_on", "expires_on", "later_on", "status", "refusal", "note", "ended_at", "done_by",
                 "watch_until", "outcome")  # fmt: skip
    hidden = ("of_noun", "of_id", "stake", "score", "figures", "inputs")
    addresses = {"about": ("of_noun", "of_id")}
    tells = {"why": ("value", "chance"), "chance": ("value",)}
    sortable = ("rank", "given_on", "expires_on")
    sort = "-given_on"
    story = "party_id"
    personal = {"note": Personal(_("To recommend what helps, and not twice what does not."))}
    impersonal = ("name", "reason", "why", "given_on", "expires_on", "later_on", "watch_until")
    made_as = "given"
    creatable = archivable = importable = False
    rail = ("work", 5)
