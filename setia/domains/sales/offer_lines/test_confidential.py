"""What somebody may not know is not learnt from asking for an approval."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from setia.domains.authority.approvals.model import Approval
from setia.domains.sales.offers.line import OfferLine
from setia.foundation import conditions
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.ledger import Entry
from setia.kit.history import told
from setia.kit.notices import notices
from setia.kit.resources import registry
from tests.acting import do, listed
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("noun", "name"), [("sales.offer", "cost"), ("catalog.product", "cost")])
def test_who_may_not_know_costs_does_not_learn_how_far_below_the_floor_it_is(
    cast: Cast, hers: Any, noun: str, name: str
) -> None:
    selling = cast.ada.roles.get()
    selling.grants[noun]["fields"] = {name: "hidden"}
    selling.save()
    ada, approvals = cast.acting("ada"), registry["approvals"]
    do("revise", OfferLine.objects.get(offer=hers), ada, unit_price="900")
    hers.refresh_from_db()
    do("ask", hers, ada)
    asked = Approval.objects.get(decision="below_floor")
    far = asked.secret_percent
    assert (bool(far), asked.percent, asked.name) == (True, None, "Margin below the floor")
    everywhere = listed("approvals", ada, columns=[*approvals.readable(ada.access)])
    story = told(Entry.objects.filter(noun="authority.approval"), ada)
    read = f"{everywhere} {story} {[notice.words for notice in notices().page(ada, 0, 20)]}"
    assert (len(everywhere), "Net" in read, "900" in read) == (2, True, True)
    for secret in (f"{far.normalize():f}", "Floor", "Cost", "'Margin'"):
        assert secret not in read
    with pytest.raises(Refusal):
        listed("approvals", ada, where=conditions.parse(f"secret_percent = {far}"))
    dev = cast.acting("dev")
    row = next(row for row in listed("approvals", dev, columns=["secret_percent", "secret_figures", "decider"])
               if row["id"] == asked.pk)  # fmt: skip
    assert (row["secret_percent"], row["decider__name"]) == (far, "Dev Manager")
    assert [words for words, _value in row["secret_figures"]][:3] == ["Cost", "Margin", "Floor"]


def test_a_limit_counts_for_what_is_withheld_as_for_everything_else(cast: Cast, hers: Any) -> None:
    do("revise", OfferLine.objects.get(offer=hers), cast.acting("ada"), unit_price="300")
    hers.refresh_from_db()
    do("ask", hers, cast.acting("ada"))
    asked = Approval.objects.get(decision="below_floor")
    assert asked.secret_percent > 50
    with pytest.raises(Forbidden, match="further than you may decide"):
        do("approve", asked, cast.acting("dev"))
    do("approve", asked, cast.acting("root"))


def test_what_was_asked_before_is_withheld_as_well(cast: Cast, hers: Any) -> None:
    do("revise", OfferLine.objects.get(offer=hers), cast.acting("ada"), unit_price="900")
    hers.refresh_from_db()
    do("ask", hers, cast.acting("ada"))
    old = {"name": "Margin below the floor: 13.1%", "percent": "13.10", "figures": [["Cost", "$880.00"]]}
    Approval.objects.filter(decision="below_floor").update(**old, secret_percent=None, secret_figures=None)
    asked = Approval.objects.get(decision="below_floor")
    changes = {name: [None, value] for name, value in old.items()}
    told_of = Entry.objects.filter(noun="authority.approval", record_id=asked.pk)
    told_of.update(title=old["name"], data={"changes": changes})
    import_module("setia.domains.sales.migrations.0014_margins_withheld").withhold(apps, connection.schema_editor())
    asked.refresh_from_db()
    assert (asked.name, asked.percent, asked.figures) == ("Margin below the floor", None, [])
    assert (f"{asked.secret_percent}", asked.secret_figures) == ("13.10", [["Cost", "$880.00"]])
    entry = told_of.get()
    assert (entry.title, entry.data["changes"]["name"]) == (asked.name, [None, asked.name])
    assert {"percent", "figures"}.isdisjoint(entry.data["changes"])
    assert entry.data["changes"]["secret_percent"] == [None, "13.10"]
