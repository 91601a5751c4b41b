"""How far the database is: which migrations it has, which it lacks, and which only a newer version knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from setia.foundation import bulk
from setia.foundation.founding import found, leads_here
from setia.foundation.keeping.columns import Table, tables_of
from setia.foundation.ledger.model import Entry
from setia.foundation.staff.models import Staff

Step = tuple[str, str]
"""An app and the name of one of its migrations."""


def version() -> str:
    """Of the installed package."""
    try:
        return installed("setia")
    except PackageNotFoundError:
        return "0.1.0"


@dataclass(frozen=True)
class State:
    """The migrations of the connected database, compared with those that this version brings."""

    executor: MigrationExecutor

    @classmethod
    def now(cls) -> State:
        return cls(MigrationExecutor(connection))

    @cached_property
    def applied(self) -> set[Step]:
        return set(self.executor.loader.applied_migrations)

    @cached_property
    def lacking(self) -> list[Step]:
        """What this version would do, in order."""
        plan = self.executor.migration_plan(self.executor.loader.graph.leaf_nodes())
        return [(migration.app_label, migration.name) for migration, _backwards in plan]

    def unknown(self, steps: Iterable[Step] | None = None) -> list[Step]:
        """Steps that a newer version has taken, or another product."""
        known = self.executor.loader.disk_migrations
        replaced = {old for migration in known.values() for old in migration.replaces}
        return sorted(step for step in (self.applied if steps is None else steps) if step not in {*known, *replaced})

    def ends(self, steps: Iterable[Step]) -> list[Step]:
        """The last of the steps in each line: going there makes all of them."""
        nodes = self.executor.loader.graph.node_map
        some = set(steps)
        return sorted(
            step for step in some if step in nodes and not {child.key for child in nodes[step].children} & some
        )

    def tables(self) -> list[Table]:
        """As the applied migrations have made them."""
        state = self.executor.loader.project_state(self.ends(self.applied))
        return tables_of(state.apps)


def go_to(steps: Iterable[Step]) -> None:
    """Bring an empty database exactly as far as these migrations."""
    if leads_here(steps := list(steps)):
        found()
        return
    state = State.now()
    state.executor.migrate(state.ends(steps))


def go_to_end() -> None:
    """Take all steps that are lacking."""
    call_command("migrate", verbosity=0, interactive=False)
    bulk.analyse()


def holds_data() -> bool:
    """Whether somebody has worked here: there are people, or something has happened."""
    there = set(connection.introspection.table_names())
    return any(_has_rows(model._meta.db_table) for model in (Entry, Staff) if model._meta.db_table in there)


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None
