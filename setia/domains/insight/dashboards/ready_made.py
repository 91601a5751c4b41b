"""The dashboards that come with Setia, one for each kind of work. Their tiles get their titles from what they ask.

They are no records until somebody changes one: then a copy is kept, and the firm's own stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
OPEN, MINE = 'status = "open"', 'owner = me and status = "open"'
BOUGHT = "status != draft and status != cancelled"


@dataclass(frozen=True)
class Ready:
    """`roles` are the ready-made roles whose holders begin with it."""

    name: str
    label: Words
    about: Words
    roles: tuple[str, ...]
    tiles: tuple[dict[str, Any], ...]


SELLING = Ready(
    "selling", _("My sales"), _("What is open with me, what is due, and how I sell"), ("Sales representative",),
    (
        {"id": "open", "kind": "figure", "resource": "opportunities", "aggregate": "sum", "field": "amount",
         "where": MINE, "title": "", "width": "quarter"},
        {"id": "won", "kind": "figure", "resource": "opportunities", "where": 'owner = me and status = "won"',
         "aggregate": "sum", "field": "amount", "day": "closed_on", "period": "this quarter", "compare": True,
         "width": "quarter"},
        {"id": "rate", "kind": "figure", "resource": "opportunities", "aggregate": "share",
         "where": 'owner = me and status != "open"', "part": 'status = "won"', "day": "closed_on",
         "period": "this year", "compare": True, "width": "quarter"},
        {"id": "promises", "kind": "figure", "resource": "promises", "where": f"{MINE} and due_on <= +7d",
         "width": "quarter"},
        {"id": "stages", "kind": "bar", "resource": "opportunities", "aggregate": "sum", "field": "amount",
         "where": MINE, "group": "stage", "width": "half"},
        {"id": "sold", "kind": "bar", "resource": "orders", "aggregate": "sum", "field": "net",
         "where": f"owner = me and {BOUGHT}", "unit": "month", "compare": True, "width": "half"},
        {"id": "next", "kind": "table", "resource": "opportunities", "where": MINE,
         "columns": "name, party, stage, amount, expected_on", "sort": "expected_on", "width": "whole"},
    ),
)  # fmt: skip
MANAGING = Ready(
    "managing", _("The business"), _("What we sell, to whom, what is promised and what is still to be paid"),
    ("Manager", "Team lead", "Read only"),
    (
        {"id": "sold", "kind": "figure", "resource": "orders", "aggregate": "sum", "field": "net", "where": BOUGHT,
         "period": "this month", "compare": True, "width": "quarter"},
        {"id": "orders", "kind": "figure", "resource": "orders", "where": BOUGHT, "period": "this month",
         "compare": True, "width": "quarter"},
        {"id": "due", "kind": "figure", "resource": "orders", "aggregate": "sum", "field": "open",
         "where": f"{BOUGHT} and open > 0", "width": "quarter"},
        {"id": "kept", "kind": "figure", "resource": "promises", "aggregate": "share",
         "where": "status in (kept, broken)", "part": "status = kept", "day": "due_on", "period": "last 90 days",
         "compare": True, "width": "quarter"},
        {"id": "months", "kind": "line", "resource": "orders", "aggregate": "sum", "field": "net", "where": BOUGHT,
         "unit": "month", "compare": True, "width": "wide"},
        {"id": "stages", "kind": "bar", "resource": "opportunities", "aggregate": "sum", "field": "amount",
         "where": OPEN, "group": "stage", "width": "third"},
        {"id": "countries", "kind": "stacked", "resource": "orders", "aggregate": "sum", "field": "net",
         "where": BOUGHT, "group": "party.country", "unit": "quarter", "most": 6, "width": "half"},
        {"id": "products", "kind": "bar", "resource": "order-lines", "aggregate": "sum", "field": "amount",
         "group": "product", "most": 10, "width": "half"},
        {"id": "people", "kind": "pivot", "resource": "opportunities", "aggregate": "sum", "field": "amount",
         "group": "owner", "across": "status", "width": "half"},
        {"id": "forecast", "kind": "report", "report": "forecast", "width": "half"},
    ),
)  # fmt: skip
MARKETING = Ready(
    "marketing", _("Customers and markets"), _("Who our customers are, where new ones come from, and what they buy"),
    (),
    (
        {"id": "new", "kind": "figure", "resource": "parties", "where": "is_customer = true", "day": "created_at",
         "period": "this month", "compare": True, "width": "quarter"},
        {"id": "leads", "kind": "figure", "resource": "leads", "day": "created_at", "period": "this month",
         "compare": True, "width": "quarter"},
        {"id": "basket", "kind": "figure", "resource": "orders", "aggregate": "average", "field": "net",
         "where": BOUGHT, "period": "last 90 days", "compare": True, "width": "quarter"},
        {"id": "turned", "kind": "figure", "resource": "leads", "aggregate": "share", "part": "status = converted",
         "day": "created_at", "period": "last 90 days", "compare": True, "width": "quarter"},
        {"id": "sources", "kind": "bar", "resource": "leads", "group": "source", "width": "half"},
        {"id": "countries", "kind": "bar", "resource": "parties", "where": "is_customer = true", "group": "country",
         "width": "half"},
        {"id": "when", "kind": "heat", "resource": "orders", "where": BOUGHT, "group": "party.country",
         "unit": "month", "most": 8, "width": "whole"},
        {"id": "groups", "kind": "report", "report": "customer-groups", "width": "half"},
        {"id": "together", "kind": "report", "report": "bought-together", "width": "half"},
    ),
)  # fmt: skip
STEWARDING = Ready(
    "stewarding", _("Data and consent"), _("What is kept of people, where it has gaps, and what they asked for"),
    ("Data protection",),
    (
        {"id": "parties", "kind": "figure", "resource": "parties", "width": "quarter"},
        {"id": "unowned", "kind": "figure", "resource": "parties", "aggregate": "share", "part": "owner is empty",
         "width": "quarter"},
        {"id": "countryless", "kind": "figure", "resource": "parties", "aggregate": "share",
         "part": "country is empty", "width": "quarter"},
        {"id": "requests", "kind": "figure", "resource": "privacy-requests", "where": OPEN, "width": "quarter"},
        {"id": "made", "kind": "area", "resource": "parties", "day": "created_at", "unit": "week", "width": "half"},
        {"id": "consents", "kind": "stacked", "resource": "consents", "group": "status", "unit": "month",
         "day": "created_at", "width": "half"},
        {"id": "due", "kind": "table", "resource": "privacy-requests", "where": OPEN, "columns": "name, party, due_on",
         "sort": "due_on", "width": "whole"},
    ),
)  # fmt: skip
READY = {one.name: one for one in (SELLING, MANAGING, MARKETING, STEWARDING)}
