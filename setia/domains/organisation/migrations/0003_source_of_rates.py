from django.db import migrations, models

from setia.foundation.adding_columns import AddColumn


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_exchange_rates"),
    ]

    operations = [
        AddColumn(
            model_name="exchangerate",
            name="source",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="Source"),
        ),
    ]
