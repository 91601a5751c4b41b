"""A new installation begins with a few roles."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from setia.domains.organisation.roles.ready_made import make_roles


def make(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    make_roles(apps.get_model("staff", "Role"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=True)]
