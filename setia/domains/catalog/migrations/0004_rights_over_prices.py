"""Roles from before there were price lists and exchange rates get the rights over them that they have over products."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.catalog.pricing.rights import give_rights


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    give_rights(apps.get_model("staff", "Role"))


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_modules_and_prices"), ("organisation", "0002_exchange_rates")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
