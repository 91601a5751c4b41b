"""What sales says elsewhere: on the page of a party, and on the start page."""

from __future__ import annotations

import pytest

from setia.foundation import conditions
from setia.kit import slots
from setia.kit.measures import measure
from setia.kit.resources import registry
from tests.acting import do, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_the_page_of_a_party_says_what_is_open_won_and_ordered() -> None:
    by = assemble(["parties.party", "sales.opportunity", "sales.order", "sales.contract"]).acting("root")
    bo = make("people", name="Bo Andersen")
    make("opportunities", party=bo.pk, amount="100")
    do("win", make("opportunities", party=bo.pk, amount="20"))
    do("confirm", make("orders", party=bo.pk, total="30"))
    make("orders", party=bo.pk, total="5")
    totals = {}
    for figure in filter(lambda figure: figure.total, slots.figures_of(registry["parties"])):
        where = conditions.parse(f"{figure.field} = {bo.pk} and {figure.where}")
        cells = measure(registry[figure.resource], by, where=where, total=figure.total)
        totals[str(figure.label)] = [cell.total for cell in cells]
    assert totals == {
        "Open": [10_000], "Won": [2_000], "Ordered": [3_000], "Paid": [], "To be paid": [3_000], "A month": []
    }  # fmt: skip


def test_the_start_page_speaks_of_ones_own_open_deals() -> None:
    ada = assemble(["parties.party", "sales.opportunity"]).acting("ada")
    make("opportunities", ada, name="Hers", amount="100", next_step="Call", expected_on="2026-03-01")
    make("opportunities", ada, name="Also hers", amount="7")
    make("opportunities", name="Nobody's", amount="50")
    do("win", make("opportunities", ada, name="Won", amount="20"), ada)
    counts = {
        str(thing.label): measure(registry[thing.resource], ada, where=conditions.parse(thing.where))[0].count
        for thing in slots.today()
        if thing.resource == "opportunities" and not thing.wide
    }
    assert counts == {"My open deals": 2, "Won this month": 1, "Expected by now": 1, "Without a next step": 1,
                      "Next steps that are due": 0, "Stalled": 0}  # fmt: skip
