"""Index of the nouns of insight, their verbs, and what else it declares."""

from setia.domains.insight.actions import operations as action_verbs
from setia.domains.insight.actions import resource as actions
from setia.domains.insight.behaviour import lent as lent_to_orders
from setia.domains.insight.behaviour.reports import index as behaviour
from setia.domains.insight.dashboards import keeping
from setia.domains.insight.dashboards import operations as dashboard_verbs
from setia.domains.insight.dashboards import resource as dashboards
from setia.domains.insight.forecasts import jobs as forecast_jobs
from setia.domains.insight.forecasts import report as forecast_report
from setia.domains.insight.forecasts import resource as forecasts
from setia.domains.insight.launches import jobs as launch_jobs
from setia.domains.insight.launches import operations as launch_verbs
from setia.domains.insight.launches import resource as launches
from setia.domains.insight.plays import operations as play_verbs
from setia.domains.insight.plays import report as play_report
from setia.domains.insight.plays import resource as plays
from setia.domains.insight.plays.members import resource as play_members
from setia.domains.insight.pricing import jobs as price_jobs
from setia.domains.insight.pricing import resource as price_responses
from setia.domains.insight.questions import keeper
from setia.domains.insight.recommending import leaving, report
from setia.domains.insight.renewals import resource as renewals
from setia.domains.insight.scores import advising, lent
from setia.domains.insight.scores import jobs as scoring
from setia.domains.insight.scores import report as staying
from setia.domains.insight.scores import resource as scores
from setia.domains.insight.subscriptions import resource as subscriptions
from setia.domains.insight.warehouse import jobs, texts

__all__ = [
    "action_verbs", "actions", "advising", "behaviour", "dashboard_verbs", "dashboards", "forecast_jobs",
    "forecast_report", "forecasts", "jobs", "keeper", "keeping", "launch_jobs", "launch_verbs", "launches", "leaving",
    "lent", "lent_to_orders",
    "play_members", "play_report", "play_verbs", "plays", "price_jobs", "price_responses", "renewals", "report",
    "scores", "scoring", "staying", "subscriptions", "texts",
]  # fmt: skip
