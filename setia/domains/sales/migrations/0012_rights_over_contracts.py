"""Roles from before there were contracts get the rights over them that they have over orders."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.organisation.roles.giving import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    give_rights(apps.get_model("staff", "Role"), "sales.contract", "sales.order")


class Migration(migrations.Migration):
    dependencies = [("sales", "0011_what_is_open"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
