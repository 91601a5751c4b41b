"""Adding columns to tables of millions of rows without writing every row anew."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddField
from django.db.migrations.state import ProjectState


class AddColumn(AddField):
    """As `AddField` for a column that must hold something: what the rows there are hold is its default.

    Django copies the whole table for it on SQLite (5.2: `_remake_table`), once for every column. Both databases
    can add a column with a constant default at once; that default stays in the table, where it does no harm, as
    all our writing names every column.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        column: Any = model._meta.get_field(self.name)
        quote, default = schema_editor.quote_name, schema_editor.effective_default(column)
        if column.null or column.unique or column.db_index or not isinstance(default, (str, int, Decimal)):
            raise ValueError(f"{self.name}: only plain columns with a constant default can be added like this")
        written = str(default).upper() if isinstance(default, bool) else schema_editor.quote_value(default)
        of_type = column.db_type(schema_editor.connection)
        # No parameters: neither database takes them here. What is written comes from our own model.
        schema_editor.execute(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD COLUMN {quote(column.column)} {of_type} "
            f"DEFAULT {written} NOT NULL",
            params=None,
        )
