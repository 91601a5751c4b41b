"""Roles from before there were scores see them as far as they see parties, and renewals as far as contracts."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.organisation.roles.giving import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    roles = apps.get_model("staff", "Role")
    give_rights(roles, "insight.score", "parties.party")
    give_rights(roles, "insight.renewal", "sales.contract")


class Migration(migrations.Migration):
    dependencies = [("insight", "0005_scores"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
