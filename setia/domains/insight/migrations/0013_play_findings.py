"""A play says why it is tried, and which finding led to it."""

from django.conf import settings
from django.db import migrations, models

from setia.foundation.adding_columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0012_launch_needs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AddColumn(
            model_name="play",
            name="finding",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="Found by"),
        ),
        AddColumn(
            model_name="play",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="Why"),
        ),
        migrations.AddIndex(
            model_name="play",
            index=models.Index(
                condition=models.Q(("archived_at__isnull", True)), fields=["finding", "id"], name="play_finding"
            ),
        ),
    ]
