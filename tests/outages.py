"""A database that does not answer, for tests of what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def no_answer() -> Iterator[None]:
    """On PostgreSQL the connection is ended by the server; SQLite is written to by somebody who takes long."""
    other = connection.copy("other")
    try:
        with connection.cursor() as own, other.cursor() as cursor:
            if connection.vendor == "postgresql":
                own.execute("SELECT pg_backend_pid()")
                cursor.execute("SELECT pg_terminate_backend(%s)", own.fetchone())
                yield
                return
            own.execute("PRAGMA busy_timeout = 50")
            cursor.execute("BEGIN IMMEDIATE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        if connection.vendor == "postgresql":
            other.close_pool()
        connections["default"].close()
