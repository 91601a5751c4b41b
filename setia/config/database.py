"""Which database is used, from one address: SQLite in the data folder, or PostgreSQL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from setia.foundation.env import Misconfigured


def prefer_bundled_sqlite() -> None:
    """Put the newer SQLite of the `pysqlite3` package in place of the standard library's.

    Distributions ship versions with known write-ahead-log faults (before 3.51.3). Where the
    package has no build for the machine the standard library stays in use; `setia doctor` tells.
    """
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite(path: Path, synchronous: str = "FULL") -> dict[str, Any]:
    """Write-ahead log and immediate transactions: writers wait for each other instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-8000;"
                " PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
        "CONN_MAX_AGE": None,
        # A file, because the browser journeys read what another process has written.
        "TEST": {"NAME": str(path.with_name("test-" + path.name))},
    }


SILENCE = 15
"""Seconds after which a network that says nothing counts as broken, seen from either end."""

PATIENCE: dict[str, str] = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": str(SILENCE * 1000),
}
"""How long this end waits. A machine that is cut off hears nothing, not even that its connection is gone."""

OVER_THERE = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3 -c tcp_keepalives_count=3"
    f" -c tcp_user_timeout={SILENCE * 1000} -c client_connection_check_interval=5000"
)
"""How long the server holds the locks of somebody who has fallen silent; its own default is two hours."""


def postgresql(address: str) -> dict[str, Any]:
    """What stands behind the "?" of the address goes to the driver, and wins over what is set here."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    host = parts.hostname or asked.pop("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # A connection is tried before it is handed out, so that one that died costs nobody an answer.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 30},
            "options": OVER_THERE,
            **PATIENCE,
            **asked,
        },
    }


def database(address: str, data_dir: Path) -> dict[str, Any]:
    """Django's description of the database at `address` (empty: SQLite in the data folder)."""
    if not address:
        return sqlite(data_dir / "setia.sqlite3")
    scheme = urlsplit(address).scheme
    if scheme == "sqlite":
        return sqlite(Path(urlsplit(address).path))
    if scheme in {"postgres", "postgresql"}:
        return postgresql(address)
    raise Misconfigured(f"SETIA_DATABASE_URL begins with {scheme!r}; write sqlite:///… or postgresql://…")
