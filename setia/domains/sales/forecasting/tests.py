"""Forecasts: the same for the same question, by what each may see, and compared with what came true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from setia.domains.sales.forecasting import keeping
from setia.domains.sales.forecasting.model import Forecast, ForecastLine
from setia.domains.sales.forecasting.simulating import simulated
from setia.domains.sales.winning.keeping import learn
from setia.domains.sales.winning.tests import history
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden
from setia.foundation.staff.models import Role
from setia.kit import reports
from tests.acting import SETIA, make
from tests.cast import NOW, assemble


def answer(name: str, reader: Actor, **asked: str) -> reports.Table:
    report = reports.report_for(name, reader)
    return reports.answered(report, reports.asked(report, asked, reader), reader)


def test_the_mean_is_what_the_chances_say_and_the_ends_lie_around_it() -> None:
    deals = [{"months": [0.2, 0.5], "amounts": [1_000]} for _n in range(200)]
    asked = {"seed": 5, "spread": {"all": 0.0, "month": 0.0}, "deals": deals, "groups": [list(range(200)), [0]]}
    whole, one = simulated(asked)
    assert simulated(asked) == [whole, one]
    assert [round(line[0] / 1_000) for line in whole] == pytest.approx([40, 60, 100], abs=2)
    assert all(low <= mean <= high for mean, low, high in whole)
    assert one[2] == [pytest.approx(500, abs=60), 0, 1_000]
    wider = simulated({**asked, "spread": {"all": 0.3, "month": 0.3}})[0]
    assert wider[2][2] - wider[2][1] > 2 * (whole[2][2] - whole[2][1])


@pytest.mark.django_db
def test_everybody_gets_the_forecast_of_what_they_see() -> None:
    cast = assemble(["sales.opportunity"])
    for name, amount in (("ada", "100"), ("gil", "1000"), ("dev", "10")):
        make("opportunities", cast.acting(name), name=name, amount=amount, opened_on="2026-02-20")
    made = keeping.forecast(SETIA)
    assert (made.deals, made.learnt, made.is_kept) == (3, 0, True)
    means = {}
    for name in ("ada", "gil", "dev", "root"):
        by = cast.acting(name)
        table = answer("forecast", by)
        means[name] = next(row.values["mean"] for row in table.rows if row.values["about"] == "All of these months")
        people = {row.values["about__name"] for row in answer("forecast", by, by="person").rows}
        assert ("Gil Seller" in people) == (name in ("gil", "root"))
    assert means["ada"] < means["dev"] < means["gil"] < means["root"]
    assert means["root"] == pytest.approx(means["dev"] + means["gil"], rel=0.05)
    with pytest.raises(Forbidden):
        answer("forecast", cast.acting("eve"))


@pytest.mark.django_db
def test_amounts_that_are_hidden_are_hidden_in_the_forecast_too() -> None:
    cast = assemble(["sales.opportunity"])
    role = Role.objects.get(name="Sells")
    role.grants["sales.opportunity"]["fields"] = {"amount": "hidden"}
    role.save(update_fields=["grants"])
    for name in ("forecast", "forecast-accuracy", "win-reasons"):
        with pytest.raises(Forbidden):
            reports.report_for(name, cast.acting("ada"))


@pytest.mark.django_db
def test_the_first_of_a_month_stays_and_is_compared_with_what_came_true() -> None:
    history(260)
    make("opportunities", name="Open", amount="100")
    learn(SETIA)
    keeping.forecast(SETIA)
    again = keeping.forecast(replace(SETIA, at=NOW + timedelta(days=1)))
    assert not again.is_kept
    keeping.forecast(replace(SETIA, at=NOW + timedelta(days=2)))
    assert Forecast.objects.filter(is_told_later=False).count() == 2
    assert keeping.tell_later(SETIA) > 3
    assert keeping.tell_later(SETIA) == 0
    rows = answer("forecast-accuracy", SETIA, ahead="1").rows
    assert {row.values["inside"] for row in rows} <= {True, False}
    first = rows[0].values
    assert first["low"] <= first["mean"] <= first["high"]
    assert first["as_of"] < date(2026, 1, 1)
    assert ForecastLine.objects.filter(scope="owner_product", month__isnull=False).count() == 0
