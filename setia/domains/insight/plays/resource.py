"""Plays in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays import saying
from setia.domains.insight.plays.audience import condition_of
from setia.domains.insight.plays.model import Play, Purpose, State, Verdict, Way
from setia.domains.insight.plays.templates import TEMPLATES
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit import findings, plays
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Choice, Currency, Field, Figured, LongText, Percent, Share, Text, Whole
from setia.kit.resources import Group, Panel, Resource, resource

STATUS_COLOURS = {"draft": "plain", "running": "info", "stopped": "warn", "ended": "ok"}
VERDICT_COLOURS = {"early": "plain", "few": "plain", "none": "plain", "works": "ok", "harms": "warn"}
DESIGN = ("circle", "where", "task", "way", "purpose", "worker_id", "minutes", "cost", "control_share", "most",
          "contact_days", "success", "success_days", "wanted", "owner_id", "template", "finding")  # fmt: skip
"""What makes the comparison what it is: fixed once the draw has been made."""

SHARES = range(5, 51)
"""Percent of the control group: with fewer nothing is seen, with more fewer are treated for nothing."""


def _circles() -> Sequence[tuple[str, object]]:
    return [(name, one.label) for name, one in sorted(plays.circles().items())]


def _successes() -> Sequence[tuple[str, object]]:
    return [(name, one.label) for name, one in sorted(plays.successes().items())]


def _templates() -> Sequence[tuple[str, object]]:
    return [(name, one.label) for name, one in TEMPLATES.items()]


def _worked_out(name: str, label: object, kind: object) -> Field:
    return Field(name, label, kind, name, editable=False, filterable=False, compute=saying.fill)  # type: ignore[arg-type]


class WrittenCondition(LongText):
    """A condition on parties as it is typed above a list, or the name of a saved view: not every text is one."""


@resource
class Plays(Resource):
    model = Play
    slug = "plays"
    label = gettext_lazy("Play")
    plural = gettext_lazy("Plays")
    icon = "flask-conical"
    columns = ("name", "status", "verdict", "effect", "treated", "control", "reached", "counts_until", "owner")
    form = (
        Group(gettext_lazy("Play"), ("template", "name", "reason", "task", "owner", "finding")),
        Group(
            gettext_lazy("What came of it"),
            ("status", "verdict", "outcome", "drawn", "treated_share", "control_share_had", "effect", "low", "high",
             "value_effect", "value_low", "value_high", "reached"),
        ),
        Group(gettext_lazy("For whom"), ("circle", "where", "most", "control_share")),
        Group(gettext_lazy("What is done"), ("way", "purpose", "worker", "contact_days", "minutes", "cost")),
        Group(gettext_lazy("What counts"), ("success", "success_days", "wanted")),
        Group(
            gettext_lazy("The draw"),
            ("started_at", "seed", "treated", "control", "contact_until", "counts_until", "measured_at"),
        ),
    )  # fmt: skip
    kinds = {
        "template": Choice(_templates), "circle": Choice(_circles), "success": Choice(_successes),
        "way": Choice(Way.choices), "purpose": Choice(Purpose.choices), "status": Choice(State.choices, STATUS_COLOURS),
        "verdict": Choice(Verdict.choices, VERDICT_COLOURS), "cost": Amount(), "currency": Currency(),
        "minutes": Whole(1, 480), "control_share": Percent(), "most": Whole(2, 20_000),
        "contact_days": Whole(1, 180), "success_days": Whole(1, 730), "wanted": Whole(1, 100),
        "where": WrittenCondition(1000), "task": Text(300), "reason": Text(500),
        "finding": findings.FoundBy(),
    }  # fmt: skip
    extra_fields = (
        _worked_out("outcome", gettext_lazy("In words"), LongText()),
        _worked_out("drawn", gettext_lazy("Who was drawn"), LongText()),
        _worked_out("treated_share", gettext_lazy("Treated with a success"), Share(1)),
        _worked_out("control_share_had", gettext_lazy("Control group with a success"), Share(1)),
        _worked_out("effect", gettext_lazy("Rise in points"), Figured(1)),
        _worked_out("low", gettext_lazy("At least"), Figured(1)),
        _worked_out("high", gettext_lazy("At most"), Figured(1)),
        _worked_out("value_effect", gettext_lazy("Worth more, each"), Amount(least=None)),
        _worked_out("value_low", gettext_lazy("Worth more at least"), Amount(least=None)),
        _worked_out("value_high", gettext_lazy("Worth more at most"), Amount(least=None)),
        _worked_out("reached", gettext_lazy("Treated who were reached"), Share()),
    )
    helps = {
        "template": gettext_lazy("Fills in what you leave empty."),
        "task": gettext_lazy("Whoever is given it reads this."),
        "reason": gettext_lazy("What made you think of it. Whoever sees the play reads this."),
        "circle": gettext_lazy("Empty: whoever fits the condition."),
        "where": gettext_lazy(
            "As in a list of parties: country = FR and is_customer = yes. Or the name of a saved view."
        ),
        "worker": gettext_lazy("Empty: whoever looks after the party."),
        "control_share": gettext_lazy("In percent, 5 to 50: they are not treated, to compare with."),
        "owner": gettext_lazy("What they may see is what the play counts."),
        "purpose": gettext_lazy("What nobody asked us for is only done where they have agreed or not objected."),
    }
    tells = {"drawn": ("treated", "control"), "outcome": ("verdict",)}
    hidden = ("counted", "left_out", "cuts", "results")
    derived = ("verdict", "measured_at")
    samples = {
        "where": "is_customer = yes", "success": "order", "control_share": "20", "finding": "leaving:sector=retail",
    }  # fmt: skip
    sortable = ("name", "started_at")
    sort = "-started_at"
    panels = (Panel(gettext_lazy("Members"), "play-members", "play", ("party", "arm", "reached_on", "success_on",
                                                                      "value"), "name"),)  # fmt: skip
    importable = False
    rail = ("work", 6)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        for change in changes:
            after, before = change.after, change.before
            if before and before["status"] != State.DRAFT:
                _refuse_other_design(change)
                continue
            _begin_with_template(change)
            after["currency"] = our_company().currency
            if not after["task"]:
                change.refuse("task", _("Say what is to be done, or what to begin with."))
            if after["finding"] and change.changed("finding") and findings.source_of(after["finding"]) is None:
                change.refuse("finding", _("Nothing is found under this name."))
            if not after["circle"] and not after["where"]:
                change.refuse("circle", _("Say for whom it is."))
            if after["control_share"] not in SHARES:
                change.refuse("control_share", _("It has to be 5 to 50 percent."))
            after["name"] = (after["name"] or after["task"])[:120]
            if after["where"] and change.changed("where"):
                try:
                    after["where"] = condition_of(after["where"], by)
                except Refusal as refusal:
                    change.refuse("where", refusal.message)


def _begin_with_template(change: Change) -> None:
    """What was left as a new form has it is what the template says."""
    template = TEMPLATES.get(change.after["template"])
    if template is None or not change.is_new:
        return
    words = {"name": str(template.label), "task": str(template.task)}
    usual = Play()
    for name, value in {**words, **template.rest}.items():
        if change.after[name] in ("", None, getattr(usual, name)):
            change.after[name] = getattr(value, "value", value)


def _refuse_other_design(change: Change) -> None:
    for name in DESIGN:
        if change.changed(name):
            words = _("The play has begun: what it compares stays as it was when it was drawn.")
            change.refuse(name.removesuffix("_id"), words)
