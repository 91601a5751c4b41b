"""The reasons a new installation begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

NAMES = {
    "won": ("Best fit for the need", "Price", "Trust in us", "Speed of delivery", "Service"),
    "lost": ("Too dear", "Another supplier", "No budget", "Something was missing", "Too late", "No answer any more"),
    "unqualified": ("No need", "No budget", "Cannot be reached", "Not our kind of customer", "Spam"),
}


def make_reasons(reasons: type[Any], now: datetime) -> None:
    """Nothing happens where there are some already. The model is that of the moment (migrations)."""
    if not reasons.objects.exists():
        reasons.objects.bulk_create(
            reasons(name=name, outcome=outcome, created_at=now, updated_at=now)
            for outcome, names in NAMES.items()
            for name in names
        )
