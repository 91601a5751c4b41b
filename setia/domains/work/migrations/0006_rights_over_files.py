"""Roles from before there were files get the rights over files that they have over parties."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.work.files.rights import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    give_rights(apps.get_model("staff", "Role"))


class Migration(migrations.Migration):
    dependencies = [("work", "0005_files"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
