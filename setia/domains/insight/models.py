"""Index of the tables of insight, for Django."""

from setia.domains.insight.actions.model import Action
from setia.domains.insight.dashboards.model import Dashboard
from setia.domains.insight.forecasts.model import Demand, DemandForecast, DemandRound
from setia.domains.insight.launches.model import Launch, LaunchAnalogue, LaunchNeed, PriceTest
from setia.domains.insight.plays.members.model import PlayMember
from setia.domains.insight.plays.model import Play
from setia.domains.insight.pricing.model import PriceResponse, PriceRound
from setia.domains.insight.renewals.model import Renewal
from setia.domains.insight.scores.model import Reckoning, Score
from setia.domains.insight.subscriptions.model import Subscription

__all__ = [
    "Action", "Dashboard", "Demand", "DemandForecast", "DemandRound", "Launch", "LaunchAnalogue", "LaunchNeed", "Play",
    "PlayMember", "PriceResponse", "PriceRound", "PriceTest", "Reckoning", "Renewal", "Score", "Subscription",
]  # fmt: skip
