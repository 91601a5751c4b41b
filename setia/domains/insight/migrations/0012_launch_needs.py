"""A launch may serve several kinds of need: the one that it held becomes the first of them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import setia.foundation.own_values

BATCH = 1_000


def move(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    launch, need = apps.get_model("insight", "Launch"), apps.get_model("insight", "LaunchNeed")
    if all(field.name != "need_kind" for field in launch._meta.get_fields()):
        return  # a new installation never had it (`foundation.founding`)
    held = launch.objects.filter(need_kind__isnull=False).order_by("pk")
    names = ("pk", "need_kind_id", "need_kind__name", "created_at", "updated_at")
    rows = (
        need(launch_id=pk, need_kind_id=kind, name=name, created_at=created, updated_at=updated)
        for pk, kind, name, created, updated in held.values_list(*names).iterator(chunk_size=BATCH)
    )
    need.objects.bulk_create(rows, batch_size=BATCH)


def move_back(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """The first of them that is in use; there is room for one."""
    launch, need = apps.get_model("insight", "Launch"), apps.get_model("insight", "LaunchNeed")
    first = need.objects.filter(launch=models.OuterRef("pk"), archived_at__isnull=True).order_by("pk")
    launch.objects.update(need_kind_id=models.Subquery(first.values("need_kind_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_rights_over_prices"),
        ("insight", "0011_parties_in_order"),
    ]
    operations = [
        migrations.AlterField(
            model_name="launch",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Not planned yet"),
                    ("waiting", "Being planned"),
                    ("planned", "Planned"),
                    ("refused", "Too little to plan"),
                    ("outdated", "Made from other inputs"),
                ],
                default="draft",
                editable=False,
                max_length=8,
                verbose_name="Status",
            ),
        ),
        migrations.CreateModel(
            name="LaunchNeed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="Created")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="Changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="Archived")),
                ("custom", setia.foundation.own_values.OwnValues(blank=True, editable=False, null=True)),
                (
                    "about",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="How it serves it"),
                ),
                ("name", models.CharField(default="", editable=False, max_length=200, verbose_name="Name")),
                (
                    "launch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="insight.launch",
                        verbose_name="Launch",
                    ),
                ),
                (
                    "need_kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.needkind",
                        verbose_name="Kind of need",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kind of need it serves",
                "verbose_name_plural": "Kinds of need it serves",
                "indexes": [models.Index(fields=["launch", "need_kind", "id"], name="launch_need_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("launch", "need_kind"),
                        name="launch_need_once",
                        violation_error_message="This need is among them already.",
                    )
                ],
            },
        ),
        migrations.RunPython(move, move_back),
        migrations.RemoveField(model_name="launch", name="need_kind"),
    ]
