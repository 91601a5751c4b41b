"""Approvals in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.authority.approvals.deciders import asked_of, fill_decider
from setia.domains.authority.approvals.figures import Figures
from setia.domains.authority.approvals.model import Approval, State
from setia.domains.authority.approvals.telling import tell
from setia.domains.authority.kinds import choices, is_confidential, withheld_from
from setia.domains.authority.limits.resource import PERCENT
from setia.domains.authority.values import called, label_of, settle_value
from setia.foundation import ledger
from setia.foundation.access import Access, Actor
from setia.foundation.personal import Personal
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, AnyRecord, Choice, Currency, Field, Reference
from setia.kit.kinds.references import STAFF
from setia.kit.resources import Group, Resource, registry, resource
from setia.kit.seeing import there

COLOURS = {"waiting": "info", "approved": "ok", "refused": "warn", "withdrawn": "plain"}
SECRET = ("secret_percent", "secret_figures")
DECIDED = Personal(gettext_lazy("To show who allowed what, and why."))

ledger.declare("approval.asked", gettext_lazy("asked"), "hand-helping")


@resource
class Approvals(Resource):
    model = Approval
    slug = "approvals"
    label = gettext_lazy("Approval")
    plural = gettext_lazy("Approvals")
    icon = "stamp"
    columns = ("name", "about", "party", "owner", "status", "decider", "why", "decided_by", "decided_at")
    form = (
        Group(gettext_lazy("Approval"), ("decision", "percent", "amount", "currency", "why", "about", "party")),
        Group(gettext_lazy("What was known"), ("figures", *SECRET)),
        Group(gettext_lazy("Answer"), ("status", "owner", "decider", "decided_by", "decided_at", "words")),
    )
    kinds = {
        "decision": Choice(choices), "percent": PERCENT, "amount": Amount(), "currency": Currency(),
        "about": AnyRecord(), "figures": Figures(), "status": Choice(State.choices, COLOURS),
        "secret_percent": PERCENT, "secret_figures": Figures(),
    }  # fmt: skip
    extra_fields = (
        Field("decider", gettext_lazy("May decide"), Reference(STAFF), "decider_id", editable=False,
              compute=fill_decider, through=asked_of),
    )  # fmt: skip
    hidden = ("mark",)
    samples = {"decision": "exception", "percent": None}
    sortable = ("status",)
    sort = "-id"
    made_as = "asked"
    story = "party_id"
    tells = {
        "name": ("decision", "percent", "amount"),
        "figures": ("percent", "amount"),
        "secret_figures": ("secret_percent",),
    }
    personal = dict.fromkeys(("why", "words", "figures", "secret_figures"), DECIDED)
    impersonal = ("name", "decided_at")
    kept_for = gettext_lazy("So that it stays known who decided what.")
    helps = {
        "about": gettext_lazy("Any record: an opportunity, an order, an offer…"),
        "why": gettext_lazy("What speaks for it. Whoever decides may not know the customer."),
    }
    importable = False
    rail = ("work", 35)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        known = there({c.after["about"] for c in changes if c.after["about"] and c.changed("about")}, by.access)
        for change in changes:
            after = change.after
            _settle_how_far(change)
            if change.changed("owner_id") and after["owner_id"] != by.staff_id and not by.access.is_admin:
                change.refuse("owner", _("Everybody asks in their own name."))
            if after["about"] and change.changed("about"):
                if after["about"] not in known:
                    change.refuse("about", _("There is no such record, or you may not see it."))
                    continue
                after["party_id"] = after["party_id"] or party_of(after["about"])
            if change.before and change.before["status"] != State.WAITING and _differs(change):
                change.refuse("", _("It was decided already. Ask anew."))
            if not change.errors:
                after["name"] = label_of(after["decision"]) if is_confidential(after["decision"]) else called(after)

    def readable(self, access: Access) -> dict[str, Field]:
        """How far a confidential decision goes is withheld from whoever could work out what they may not know."""
        fields = super().readable(access)
        return {n: f for n, f in fields.items() if n not in SECRET} if withheld_from(access) else fields

    def hides(self, name: str, access: Access) -> bool:
        return super().hides(name, access) or (name in SECRET and withheld_from(access))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        tell(changes, by)


def _settle_how_far(change: Change) -> None:
    """A percent stands where everybody who sees the approval may read it, or where only some do: never in both."""
    after, confidential = change.after, is_confidential(change.after["decision"])
    if confidential and after["percent"] is None:
        after["percent"] = after["secret_percent"]
    settle_value(change)
    after["secret_percent"] = None
    if confidential:
        after["secret_percent"], after["percent"] = after["percent"], None


def _differs(change: Change) -> bool:
    return any(
        map(
            change.changed,
            ("decision", "percent", "amount", "currency", "about", "why", "figures", "party_id", *SECRET),
        )
    )


def party_of(about: str) -> int | None:
    """The party in whose story the record at this address is told."""
    noun, _colon, number = about.partition(":")
    resource_ = registry.of_noun(noun)
    if not resource_.story:
        return None
    path = "pk" if resource_.story == "id" else resource_.story
    found: int | None = resource_.rows().filter(pk=int(number)).values_list(path, flat=True).first()
    return found
