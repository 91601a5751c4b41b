"""Columns that Django does not bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField


class KeyField(Text):
    """Text compared code point by code point on every database, so that `>=` and `<` mean a prefix range.

    SQLite compares so by itself; PostgreSQL is told to (collation "C"), whatever the database's language.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        return {
            **super().db_parameters(connection),
            "collation": "C" if connection.vendor == "postgresql" else None,
        }
