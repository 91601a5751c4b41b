"""Index of the nouns of insight, their verbs, and what else it declares."""

from setia.domains.insight.actions import operations as action_verbs
from setia.domains.insight.actions import resource as actions
from setia.domains.insight.behaviour.reports import index as behaviour
from setia.domains.insight.dashboards import keeping
from setia.domains.insight.dashboards import operations as dashboard_verbs
from setia.domains.insight.dashboards import resource as dashboards
from setia.domains.insight.questions import keeper
from setia.domains.insight.recommending import report
from setia.domains.insight.subscriptions import resource as subscriptions
from setia.domains.insight.warehouse import jobs, texts

__all__ = [
    "action_verbs", "actions", "behaviour", "dashboard_verbs", "dashboards", "jobs", "keeper", "keeping", "report",
    "subscriptions", "texts",
]  # fmt: skip
