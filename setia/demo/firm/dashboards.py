"""Dashboards that colleagues put together, and what they have sent to them."""

from __future__ import annotations

from typing import Any

FRANCE: tuple[dict[str, Any], ...] = (
    {"kind": "figure", "resource": "orders", "aggregate": "sum", "field": "net", "where": "party.country = FR",
     "period": "this quarter", "compare": True, "width": "third"},
    {"kind": "figure", "resource": "opportunities", "aggregate": "share", "where": "status != open",
     "part": "status = won", "day": "closed_on", "period": "this year", "compare": True, "width": "third"},
    {"kind": "bar", "resource": "opportunities", "aggregate": "sum", "field": "amount", "where": "status = open",
     "group": "owner", "width": "half"},
    {"kind": "stacked", "resource": "orders", "aggregate": "sum", "field": "net", "where": "party.country = FR",
     "group": "party.city", "unit": "month", "most": 6, "width": "half"},
)  # fmt: skip
JAKARTA: tuple[dict[str, Any], ...] = (
    {"kind": "figure", "title": "Kota saya", "resource": "people", "where": "city = Jakarta", "width": "quarter"},
    {"kind": "table", "title": "Berikutnya", "resource": "opportunities", "where": "owner = me and status = open",
     "columns": "name, party, amount, expected_on", "sort": "expected_on", "width": "wide"},
)  # fmt: skip
KEPT: tuple[tuple[str, str, str, bool, tuple[dict[str, Any], ...]], ...] = (
    ("mathilde", "Sales in France", "What France orders, and what is open there", True, FRANCE),
    ("bagas", "Jakarta", "", False, JAKARTA),
)
"""Who keeps it, what it is called, what it answers, whether everybody sees it, and its tiles one after the other."""

SENT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("mathilde", {"about": "managing", "rhythm": "weekly", "hour": 7, "form": "both"}),
    ("bagas", {"about": "selling", "rhythm": "daily", "hour": 6, "form": "pdf"}),
)
