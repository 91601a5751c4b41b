"""Questions for leads in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.resource import SECTORS
from setia.domains.sales.qualifying.model import AnswerKind, Question
from setia.domains.sales.qualifying.renewing import score_again
from setia.domains.sales.qualifying.scoring import options_of
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.kit.changes import Change
from setia.kit.kinds import Number, Whole
from setia.kit.resources import Group, Resource, resource

JUDGING = ("kind", "sector", "weight", "good_is_no", "worst", "best", "options", "archived_at")


@resource
class Questions(Resource):
    model = Question
    slug = "lead-questions"
    label = gettext_lazy("Question for leads")
    plural = gettext_lazy("Questions for leads")
    icon = "list-checks"
    columns = ("position", "name", "kind", "sector", "weight")
    form = (
        Group(gettext_lazy("Question"), ("name", "kind", "sector", "weight", "position")),
        Group(gettext_lazy("How answers count"), ("good_is_no", "worst", "best", "options")),
    )
    kinds = {
        "weight": Whole(0, 10), "position": Whole(0, 1000), "worst": Number(3, 15), "best": Number(3, 15),
        "sector": SECTORS,
    }  # fmt: skip
    samples = {"kind": "text", "weight": "5", "options": "", "worst": None, "best": None}
    helps = {
        "sector": gettext_lazy("Leave empty to ask everybody."),
        "weight": gettext_lazy("From 0, does not count, to 10, counts most. A text never counts."),
        "options": gettext_lazy("One line each with its points from 0 to 10, as in “Within a month = 10”."),
        "worst": gettext_lazy("For a number."),
        "best": gettext_lazy("For a number; in between it counts in proportion."),
    }
    sortable = ("position",)
    sort = "position"
    rail = ("settings", 53)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            _judge(change)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """Leads nobody has decided about are judged by the questions as they are now."""
        if any(change.changed(name) for change in changes for name in JUDGING):
            score_again.using(key="leads:score").enqueue()


def _judge(change: Change) -> None:
    after = change.after
    if after["kind"] == AnswerKind.NUMBER and after["weight"] and None in (after["worst"], after["best"]):
        change.refuse("best", _("Say at which number it counts nothing and at which fully, or give it no weight."))
    if after["kind"] == AnswerKind.NUMBER and after["worst"] is not None and after["worst"] == after["best"]:
        change.refuse("best", _("The two numbers cannot be the same."))
    for name in ("worst", "best"):
        if isinstance(after[name], Decimal) and not after[name].is_finite():
            change.refuse(name, _("Enter a number."))
    if after["kind"] != AnswerKind.CHOICE:
        return
    try:
        if not options_of(after["options"]):
            change.refuse("options", _("List the answers, one in each line."))
    except ValueError as wrong:
        words = _("“%(line)s” cannot be read. Write an answer and its points, as in “Within a month = 10”.")
        change.refuse("options", words % {"line": cited(str(wrong))})
