"""The rules for personal data: one record, which can only be changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.privacy.rules.model import PrivacyRules
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Whole
from setia.kit.resources import Group, Resource, resource

A_YEAR, A_CENTURY = 12, 1_200
LONGEST_ANSWER = 3
LEAST_SILENCE = 6


@resource
class Rules(Resource):
    model = PrivacyRules
    slug = "privacy-rules"
    label = gettext_lazy("Rules for personal data")
    plural = gettext_lazy("Rules for personal data")
    icon = "shield"
    columns = ("name", "months_to_answer", "unused_months", "silent_months", "retained_at", "dropped")
    form = (
        Group(gettext_lazy("Requests of people"), ("months_to_answer",)),
        Group(gettext_lazy("What is not needed"), ("unused_months", "fill_below")),
        Group(gettext_lazy("Retention"), ("nightly", "silent_months", "by_itself")),
        Group(gettext_lazy("Last time"), ("retained_at", "dropped", "proposed")),
    )
    read_only = ("name", "retained_at", "dropped", "proposed")
    kinds = {
        "months_to_answer": Whole(1, A_YEAR), "unused_months": Whole(1, 60), "fill_below": Whole(0, 100),
        "silent_months": Whole(LEAST_SILENCE, A_CENTURY),
    }  # fmt: skip
    helps = {
        "months_to_answer": gettext_lazy("The law says one month (GDPR, article 12, paragraph 3)."),
        "silent_months": gettext_lazy("Counted from the last dealing. Empty: never. Open deals and orders prevent it."),
        "by_itself": gettext_lazy("Otherwise somebody approves each of them."),
        "nightly": gettext_lazy("Fields with a number of months lose their value so long after the last dealing."),
    }
    creatable = archivable = importable = False
    rail = ("settings", 83)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            after["name"] = after["name"] or _("Rules for personal data")
            if after["months_to_answer"] > LONGEST_ANSWER:
                change.refuse("months_to_answer", _("The law gives one month, and at most two more."))
            if after["by_itself"] and not after["silent_months"]:
                change.refuse("by_itself", _("Say first after how many months of silence."))
