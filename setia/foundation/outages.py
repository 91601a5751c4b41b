"""A database that does not answer: what may be said about a change that was under way."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

OUTAGE = (OperationalError, InterfaceError)

GONE = ("08", "57P")
"""SQLSTATE of a connection that was lost (class 08), or ended by the server as it went down (57P01 to 57P03)."""


def is_in_doubt(trouble: BaseException) -> bool:
    """Whether the change may have been kept all the same.

    A connection that is lost while the database commits leaves nobody here who knows. A database that
    was locked, or had no connection to give, has changed nothing.
    """
    cause = trouble.__cause__
    if not isinstance(trouble, OUTAGE) or cause is None or type(cause).__module__.partition(".")[0] != "psycopg":
        return False
    state: str | None = getattr(cause, "sqlstate", None)
    return state is None or state.startswith(GONE)
