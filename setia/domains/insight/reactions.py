"""What insight does by itself: jobs are known once these modules are loaded."""

from setia.domains.insight.actions import following
from setia.domains.insight.dashboards import warming
from setia.domains.insight.plays import measuring
from setia.domains.insight.subscriptions import sending

__all__ = ["following", "measuring", "sending", "warming"]
