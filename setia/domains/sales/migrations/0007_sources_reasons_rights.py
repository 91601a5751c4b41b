"""A new installation begins with some sources and reasons; older roles get rights over leads and what belongs to them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from setia.domains.sales.lead_sources.ready_made import make_sources
from setia.domains.sales.leads.rights import give_rights
from setia.domains.sales.reasons.ready_made import make_reasons


def make(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    make_sources(apps.get_model("sales", "LeadSource"), timezone.now())
    make_reasons(apps.get_model("sales", "Reason"), timezone.now())
    give_rights(apps.get_model("staff", "Role"))


class Migration(migrations.Migration):
    dependencies = [("sales", "0006_leads_chances_forecasts"), ("organisation", "0001_ready_made_roles")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=True)]
