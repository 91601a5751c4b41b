"""Before a command runs: the tables are there and up to date."""

from __future__ import annotations

import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from setia.foundation.errors import Refusal
from setia.kit.checks import judge_declarations


def pending() -> int:
    """How many steps the database is behind this version."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare(tell: bool = True) -> None:
    """Make or update the tables, saying so when there is something to do.

    Declarations that contradict themselves are named before anything is touched.
    """
    if faults := judge_declarations():
        raise Refusal("\n".join(str(fault.msg) for fault in faults))
    steps = pending()
    if not steps:
        return
    if tell:
        print(f"setia: preparing the database ({steps} steps) ...", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0, interactive=False)
