"""When forecasts are made: after each refresh of the marts, and when somebody asks for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from setia.domains.insight.forecasts import keeping
from setia.domains.insight.selling.queueing import put_in
from setia.domains.insight.selling.source import from_marts
from setia.domains.insight.warehouse.jobs import after_refresh
from setia.foundation.access import Actor, system
from setia.foundation.errors import Refusal
from setia.foundation.jobs import progress, task
from setia.kit.chores import Tell, chore

KEY = "demand:forecast"


@task(own_transactions=True, retries=2)
def forecast_demand() -> None:
    keeping.forecast(from_marts(), system(), progress)


def soon() -> None:
    put_in(forecast_demand, KEY)


def at_once(at: datetime, tell: Tell) -> str:
    """For whoever refreshes the marts on the command line."""
    made = keeping.forecast(from_marts(), system(at=at), tell)
    return _forecast(made.series) if made.series else ""


after_refresh(soon, at_once)


@chore("demand", "forecast", "forecast what will be sold from the marts as they are, here and now")
def forecast_here(by: Actor, tell: Tell) -> str:
    made = keeping.forecast(from_marts(), by, tell)
    if made.series is None:
        raise Refusal(_("There are no marts yet: run “setia refresh” first."))
    if not made.series:
        return _("Nothing has changed since the last forecast.")
    return _forecast(made.series)


def _forecast(count: int) -> str:
    return _("%(count)s series were forecast.") % {"count": count}
