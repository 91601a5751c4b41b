"""Views and dashboards that colleagues keep for themselves and for everybody."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from setia.demo.firm.dashboards import KEPT, SENT
from setia.demo.telling.teller import Teller
from setia.kit import saved_views

DEAL_COLUMNS = ["name", "party", "stage", "amount", "expected_on", "next_step"]
VIEWS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("mathilde", "opportunities", {
        "name": "Mine, open", "where": 'owner = me and status = "open"', "sort": "expected_on", "columns": DEAL_COLUMNS,
    }),
    ("mathilde", "opportunities", {
        "name": "Won this quarter", "where": 'status = "won" and closed_on = this quarter', "sort": "-closed_on",
        "columns": ["name", "party", "amount", "closed_on", "owner"],
    }),
    ("mathilde", "opportunities", {
        "name": "Should have closed", "where": 'status = "open" and expected_on < today', "sort": "expected_on",
        "columns": [*DEAL_COLUMNS, "owner"],
    }),
    ("eleanor", "opportunities", {
        "name": "Board of machines", "where": 'pipeline = "Sales" and status = "open"', "layout": "board",
    }),
    ("ratna", "parties", {
        "name": "Customers in Indonesia", "where": "country = ID and is_customer = true", "sort": "name",
        "columns": ["name", "city", "phone", "email", "owner"],
    }),
    ("mathilde", "companies", {
        "name": "Hotels and cafés", "where": "sector = hospitality", "sort": "name",
        "columns": ["name", "city", "country", "employees", "owner"],
    }),
    ("ines", "parties", {
        "name": "Vendors and partners", "where": "is_vendor = true or is_partner = true", "sort": "name",
        "columns": ["name", "city", "country", "phone", "email"],
    }),
    ("tom", "orders", {
        "name": "Ordered this month", "where": "ordered_on = this month", "sort": "-ordered_on",
    }),
    ("ines", "orders", {
        "name": "To be delivered", "where": 'status = "confirmed"', "sort": "ordered_on",
    }),
    ("tom", "payments", {
        "name": "Transfers of this week", "where": "method = transfer and paid_on = this week", "sort": "-paid_on",
    }),
)  # fmt: skip
OWN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("bagas", "people", {"name": "Jakarta", "where": "city = Jakarta", "sort": "name"}),
    ("bagas", "opportunities", {
        "name": "Besar", "where": 'owner = me and status = "open" and amount > 50000000', "sort": "-amount",
    }),
)  # fmt: skip


def keep_views(teller: Teller, at: datetime) -> None:
    for is_shared, views in ((True, VIEWS), (False, OWN)):
        for key, resource, view in views:
            saved_views.keep(resource, teller.actor(key, at), is_shared=is_shared, **view)


def keep_dashboards(teller: Teller, at: datetime) -> None:
    """Put together step by step, as people do: the last tile comes forward, one is tried and taken away again."""
    for key, name, about, is_shared, tiles in KEPT:
        by = teller.actor(key, at)
        number = teller.create("dashboards", by, name=name, about=about, for_everybody=is_shared)
        for tile in tiles:
            teller.do("dashboards", "put_tile", [number], by, tile=json.dumps(tile))
        teller.do("dashboards", "move_tile", [number], by, tile=f"t{len(tiles)}", to=1)
        teller.do("dashboards", "resize_tile", [number], by, tile="t1", width="half")
        teller.do("dashboards", "put_tile", [number], by, tile=json.dumps({"kind": "figure", "resource": "parties"}))
        teller.do("dashboards", "remove_tile", [number], by, tile=f"t{len(tiles) + 1}")
    for key, values in SENT:
        teller.create("subscriptions", teller.actor(key, at), **values)
