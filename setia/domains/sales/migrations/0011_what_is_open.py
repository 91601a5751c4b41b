"""Orders from before: their totals are without tax, and those delivered without any payment were paid elsewhere."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, Exists, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce


def fill(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    orders, payments = apps.get_model("sales", "Order").objects, apps.get_model("sales", "Payment").objects
    received = payments.filter(order=OuterRef("pk"), archived_at__isnull=True)
    orders.update(net=F("total"), due=F("total"))
    if payments.exists():
        sums = received.order_by().values("order").annotate(all=Sum("amount")).values("all")
        orders.filter(Exists(received)).update(paid=Coalesce(Subquery(sums), 0))
    orders.filter(~Exists(received), status="delivered").update(settled_elsewhere=True)
    owed = Case(When(status__in=("confirmed", "delivered"), then=F("due")), default=Value(0))
    orders.filter(settled_elsewhere=False).update(open=owed - F("paid"))


class Migration(migrations.Migration):
    dependencies = [("sales", "0010_orders_whole")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
