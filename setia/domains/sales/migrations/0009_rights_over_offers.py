"""Roles from before there were offers get the rights over them that they have over opportunities."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.organisation.roles.giving import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    give_rights(apps.get_model("staff", "Role"), "sales.offer", "sales.opportunity")


class Migration(migrations.Migration):
    dependencies = [("sales", "0008_offers"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
