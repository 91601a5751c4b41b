"""Subscriptions in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from setia.domains.insight.dashboards.ready_made import READY
from setia.domains.insight.subscriptions.model import Form, Rhythm, Subscription
from setia.foundation.access import Actor
from setia.kit import reports
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Choice, Whole
from setia.kit.resources import Group, Resource, resource

REPORT = "report:"


def on_offer() -> list[tuple[str, str]]:
    """The dashboards and reports that came with Setia, by their names."""
    boards = [(one.name, str(one.label)) for one in READY.values()]
    return boards + [(f"{REPORT}{one.name}", str(one.label)) for one in reports.declared()]


@resource
class Subscriptions(Resource):
    model = Subscription
    slug = "subscriptions"
    label = gettext_lazy("Subscription")
    plural = gettext_lazy("Subscriptions")
    icon = "mail"
    columns = ("name", "dashboard", "owner", "rhythm", "hour", "form", "sent_on")
    form = (
        Group(gettext_lazy("What is sent"), ("dashboard", "about", "name")),
        Group(gettext_lazy("When and how"), ("owner", "rhythm", "hour", "form")),
    )
    kinds = {
        "about": Choice(on_offer), "rhythm": Choice(Rhythm.choices), "hour": Whole(0, 23),
        "form": Choice(Form.choices),
    }  # fmt: skip
    helps = {
        "owner": gettext_lazy("Gets it in their language, with what they may see when it is sent."),
        "hour": gettext_lazy("On the clock of whoever receives it, 0 to 23."),
        "dashboard": gettext_lazy("One that somebody made. Empty: the one chosen below."),
    }
    sortable = ("name",)
    sort = "name"
    importable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """It is called after what came with Setia; never after a dashboard, whose name not everybody may know."""
        give_to_maker(changes, by, self.noun)
        offered = dict(on_offer())
        for change in changes:
            after = change.after
            if after["dashboard_id"] is None:
                after["about"] = after["about"] or next(iter(READY))
            usual = str(self.label) if after["dashboard_id"] else offered.get(after["about"], "")
            after["name"] = (after["name"] or usual or str(self.label))[:120]
