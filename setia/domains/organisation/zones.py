"""Time zones to choose from."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from setia.kit.kinds import Choice


@cache
def zones() -> list[tuple[str, str]]:
    """Cities and UTC; the database's historical and technical names are left out."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class Zone(Choice):
    name = "choice"

    def __init__(self) -> None:
        super().__init__(zones)
