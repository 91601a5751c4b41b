"""`path__among={...}`: one of many keys, handed to the database as a single parameter.

`path__in` puts a placeholder for each key into the statement, and building that costs several times
what the database needs to look the keys up. The keys are a set of texts or of whole numbers; in
their order the database finds neighbours on the same page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    Lookup = models.Lookup[Any]
else:
    Lookup = models.Lookup


@models.ForeignObject.register_lookup
@models.Field.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        left, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s)", [*parameters, sorted(self.rhs)]
        listed = [*parameters, json.dumps(sorted(self.rhs))]
        return f"{left} IN (SELECT value FROM json_each(%s))", listed  # noqa: S608 (a column of ours)


def are_plain(keys: Iterable[Any]) -> bool:
    """Whether the keys can be handed over so."""
    kinds = set(map(type, keys))
    return kinds in ({int}, {str})
