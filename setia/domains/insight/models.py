"""Index of the tables of insight, for Django."""

from setia.domains.insight.actions.model import Action
from setia.domains.insight.dashboards.model import Dashboard
from setia.domains.insight.forecasts.model import Demand, DemandForecast, DemandRound
from setia.domains.insight.launches.model import Launch, LaunchAnalogue, PriceTest
from setia.domains.insight.pricing.model import PriceResponse, PriceRound
from setia.domains.insight.subscriptions.model import Subscription

__all__ = [
    "Action", "Dashboard", "Demand", "DemandForecast", "DemandRound", "Launch", "LaunchAnalogue", "PriceResponse",
    "PriceRound", "PriceTest", "Subscription",
]  # fmt: skip
