"""The tables of a new installation, made at once as the models are now.

Going through all migrations makes Django build every model anew after each step: for ninety of them that was 18
seconds of processor time, of which one second reached the database. An empty database has nothing to carry along.
That both ways lead to the same tables and rows is held by a test (docs/decisions/founding.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor

Step = tuple[str, str]


def is_empty() -> bool:
    """Whether nothing was ever made here."""
    return not connection.introspection.table_names()


def found() -> None:
    """Make all tables in an empty database, with what a new installation begins with, and know all steps as taken."""
    executor = MigrationExecutor(connection)
    steps = [migration for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    emit_pre_migrate_signal(0, False, connection.alias)
    with connection.schema_editor() as schema:  # one transaction on both databases: all of it, or nothing
        executor.recorder.ensure_schema()
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and not model._meta.proxy:
                schema.create_model(model)
        _finish(schema)
        for step in steps:
            _begin_with_rows(step, schema)
            executor.recorder.record_applied(step.app_label, step.name)
    emit_post_migrate_signal(0, False, connection.alias)


def leads_here(steps: Iterable[Step]) -> bool:
    """Whether these are all the steps that this version knows."""
    loader = MigrationExecutor(connection).loader
    return set(steps) >= set(loader.disk_migrations)


def _finish(schema: BaseDatabaseSchemaEditor) -> None:
    """Indexes and references, which wait until all tables are there, before there are rows to watch over."""
    for statement in schema.deferred_sql:
        schema.execute(statement)
    schema.deferred_sql.clear()


def _begin_with_rows(step: Migration, schema: BaseDatabaseSchemaEditor) -> None:
    for operation in step.operations:
        if isinstance(operation, RunSQL):
            raise TypeError(f"{step}: SQL alone does not say whether a new installation needs it; write it in Python")
        if isinstance(operation, RunPython):
            make: Callable[[Any, BaseDatabaseSchemaEditor], None] = operation.code
            make(apps, schema)
