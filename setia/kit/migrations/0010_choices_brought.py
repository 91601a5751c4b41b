"""The choices of the lists that Setia brings, so that a firm can rename and put away what it does not use."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from setia.kit.shaping.listed import make_choices


def make(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    make_choices(apps.get_model("kit", "ListedChoice"), timezone.now())


class Migration(migrations.Migration):
    dependencies = [("kit", "0009_choices_of_lists")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=True)]
