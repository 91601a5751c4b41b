"""The sources a new installation begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

NAMES = ("Web form", "Referral", "Fair", "Call", "Campaign", "Import", "Visit")


def make_sources(sources: type[Any], now: datetime) -> None:
    """Nothing happens where there are some already. The model is that of the moment (migrations)."""
    if not sources.objects.exists():
        sources.objects.bulk_create(sources(name=name, created_at=now, updated_at=now) for name in NAMES)
