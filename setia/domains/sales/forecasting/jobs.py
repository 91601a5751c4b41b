"""When forecasts are made."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.sales.forecasting import keeping
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, task
from setia.kit.chores import Tell, chore


@every("nightly", at="02:40")
@task(own_transactions=True)
def make_forecast() -> None:
    keeping.forecast(system())


@chore("sales", "forecast", "forecast what the open opportunities will bring, here and now")
def forecast_here(by: Actor, tell: Tell) -> str:
    made = keeping.forecast(by)
    return _("Forecast made from %(deals)s open opportunities.") % {"deals": made.deals}


@chore("sales", "backtest", "forecast the past from what was known then, to see how far forecasts can be trusted")
def backtest_here(by: Actor, tell: Tell) -> str:
    return _("%(count)s forecasts of past months were made.") % {"count": keeping.tell_later(by)}
