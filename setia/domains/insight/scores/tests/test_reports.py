"""The reports on who will stay."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.insight.scores.report import models, who_will_stay
from setia.domains.insight.scores.tests.conftest import bought, reckon
from setia.foundation.staff.models import Role
from tests.acting import SETIA
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_before_the_first_round_and_with_too_little_there_are_words_and_no_figures(cast: Cast, bo: Any) -> None:
    table = who_will_stay({}, SETIA)
    assert list(table.notes) == ["Nothing was reckoned yet. It is done every night, or with “setia refresh”."]
    bought(bo, cast.ada, [30, 10])
    reckon()
    for report in (who_will_stay, models):
        table = report({}, SETIA)
        assert (list(table.rows), list(table.notes)) == ([], ["Too little to say: there are too few customers."])


def test_what_is_expected_stands_beside_how_well_it_was_foreseen(firm: list[Any]) -> None:
    reckon()
    table = who_will_stay({}, SETIA)
    assert sum(row.values["customers"] for row in table.rows) <= len(firm)
    assert all(row.values["actual_low"] <= row.values["actual"] <= row.values["actual_high"] for row in table.rows)
    assert len(table.plots[0].points) == len(table.rows) > 3
    words = " ".join(map(str, table.notes))
    assert "Learnt from 70 customers" in words
    assert "Value of these, discounted: €" in words


def test_every_model_that_was_tried_is_told_beside_the_yardstick(firm: list[Any]) -> None:
    reckon()
    rows = [row.values for row in models({}, SETIA).rows]
    used = [row for row in rows if row["verdict"] == "Is used"]
    assert len(used) == 1
    assert rows[-1]["model"] == "Everybody goes on as so far"
    assert used[0]["deviance"] <= 1.01 * min(row["deviance"] for row in rows)


def test_sums_over_all_customers_are_for_whoever_sees_all_of_them_and_amounts(firm: list[Any], cast: Cast) -> None:
    reckon()
    words = " ".join(map(str, who_will_stay({}, cast.acting("ada")).notes))
    assert "Sums over all customers are for whoever sees all of them." in words
    assert "€" not in words
    everything = " ".join(map(str, who_will_stay({}, cast.acting("cleo")).notes))
    assert "€" in everything
    role = Role.objects.get(name="Serves")
    role.grants["sales.order"]["fields"] = {"total": "hidden"}
    role.save()
    assert "€" not in " ".join(map(str, who_will_stay({}, cast.acting("cleo")).notes))
