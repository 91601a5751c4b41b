"""Roles from before there were plays get the rights over them that they have over parties."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.organisation.roles.giving import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    give_rights(apps.get_model("staff", "Role"), "insight.play", "parties.party")


class Migration(migrations.Migration):
    dependencies = [("insight", "0007_plays"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
