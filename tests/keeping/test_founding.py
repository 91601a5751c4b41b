"""A new installation is made at once; it is the same as one that took every step since the first version."""

from __future__ import annotations

import json
from typing import Any

from tests.keeping.installations import Installation

SHAPE = """
import json, re, sys, django
django.setup()
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

if WAY == "steps":
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    from django.core.management.sql import emit_post_migrate_signal
    emit_post_migrate_signal(0, False, "default")
else:
    call_command("migrate", verbosity=0)

def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [list(map(str, row)) for row in cursor.fetchall()]

shape = {}
if connection.vendor == "sqlite":
    for kind, name, table, sql in rows("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        columns = rows(f'SELECT name, type, "notnull", pk FROM pragma_table_xinfo("{name}")') if kind == "table" else []
        references = rows(f'SELECT "table", "from", "to" FROM pragma_foreign_key_list("{name}")')
        checks = re.findall(r'CONSTRAINT "[^"]+" CHECK .*?(?=, CONSTRAINT|$)', sql) if columns else sql
        shape[name] = [sorted(columns), sorted(references), sorted(checks) if columns else checks]
        shape[name].append(columns and "WITHOUT ROWID" in sql)
else:
    shape["columns"] = sorted(rows(
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'"))
    shape["indexes"] = sorted(rows("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    shape["rules"] = sorted(rows(
        "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"))
    shape["extensions"] = sorted(rows("SELECT extname FROM pg_extension"))

def plain(row):
    return {name: str(value) for name, value in row.items() if not name.endswith("_at") and name != "id"}

shape["rows"] = {
    model._meta.db_table: sorted(json.dumps(plain(row), sort_keys=True) for row in model._base_manager.values())
    for model in apps.get_models(include_auto_created=True)
}
shape["steps"] = sorted(rows("SELECT app, name FROM django_migrations"))
print(json.dumps(shape))
"""

EMPTIED = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("DROP SCHEMA public CASCADE")
    cursor.execute("CREATE SCHEMA public")
"""


LINK = ["auth_group_permissions", "id"]
"""Of Django's own groups, which nobody uses here: its migration makes a bigint of what its model calls an integer."""


def made(installation: Installation, way: str) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(installation.do(f"WAY = {way!r}\n{SHAPE}"))
    return shape


def test_a_new_installation_is_as_if_it_had_taken_every_step(empty: Installation) -> None:
    at_once = made(empty, "at once")
    if "SETIA_DATABASE_URL" in empty.environment:
        empty.do(EMPTIED)
    else:
        (empty.folder / "setia.sqlite3").unlink()
    by_steps = made(empty, "steps")
    assert at_once.keys() == by_steps.keys()
    for name in at_once.keys() - {"rows", "columns"}:
        assert at_once[name] == by_steps[name], name
    assert {table for table, rows in at_once["rows"].items() if rows != by_steps["rows"][table]} == set()
    differ = [column for column in at_once.get("columns", ()) if column not in by_steps["columns"]]
    assert [column[:2] for column in differ] in ([], [LINK])
    assert len(at_once.get("columns", ())) == len(by_steps.get("columns", ()))
    assert len(at_once["rows"]["staff_role"]) > 3, "what a new installation begins with is there"
