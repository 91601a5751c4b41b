"""Roles from before demand was forecast see it as they see orders, and plan launches as they pursue opportunities.

Whoever does not see all orders sees nothing of demand, whatever the role says (`Demand.only_seen`).
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from setia.domains.organisation.roles.giving import give_rights

LIKE = {
    "insight.demand": "sales.order", "insight.priceresponse": "sales.order", "insight.launch": "sales.opportunity",
}  # fmt: skip


def give(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    for noun, like in LIKE.items():
        give_rights(apps.get_model("staff", "Role"), noun, like)


class Migration(migrations.Migration):
    dependencies = [("insight", "0009_demand_prices_launches"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop, elidable=True)]
