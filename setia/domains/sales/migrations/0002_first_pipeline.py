"""A new installation begins with one pipeline."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from setia.domains.sales.pipelines.ready_made import make_pipeline


def make(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    make_pipeline(apps.get_model("sales", "Pipeline"), apps.get_model("sales", "Stage"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=True)]
