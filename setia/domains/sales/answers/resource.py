"""Answers about leads in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.answers.model import Answer
from setia.domains.sales.leads.model import Lead
from setia.domains.sales.qualifying.scoring import normal, questions, scores_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Basis, Personal
from setia.kit.changes import Change
from setia.kit.resources import Group, Resource, resource


@resource
class Answers(Resource):
    model = Answer
    slug = "lead-answers"
    label = gettext_lazy("Answer about a lead")
    plural = gettext_lazy("Answers about leads")
    icon = "message-square-quote"
    title = "value"
    columns = ("lead", "question", "value", "opportunity")
    form = (Group(gettext_lazy("Answer"), ("lead", "question", "value")),)
    personal = {"value": Personal(gettext_lazy("To know whether we can help."), Basis.LEGITIMATE_INTERESTS, 24)}
    tells = {"value": ("score",)}

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        known = {one.id: one for one in questions()}
        for change in changes:
            after, question = change.after, known.get(change.after["question_id"])
            if change.before and change.changed("lead_id"):
                change.refuse("lead", _("An answer stays with its lead."))
            if question is None or not (change.changed("value") or change.changed("question_id")):
                continue
            try:
                after["value"] = normal(question, str(after["value"]))
            except ValueError as wrong:
                change.refuse("value", str(wrong))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The score of a lead follows from its answers; it is no change that anybody made."""
        ids = {change.after["lead_id"] for change in changes}
        sectors = dict(bulk.found(Lead.objects.all(), "pk", ids, "pk", "sector"))
        bulk.update(Lead, ["score"], [(score, pk) for pk, score in scores_of(sectors).items()])
