"""How far offers were below the floor moves to where only those who may know costs read it, in the history as well."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BELOW_FLOOR = "below_floor"
MOVED = {"percent": "secret_percent", "figures": "secret_figures"}


def withhold(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """The figures that were kept with an offer tell costs and other things in one: all of them move."""
    approvals = apps.get_model("authority", "Approval").objects.filter(about__startswith="sales.offer:")
    entries = apps.get_model("foundation", "Entry").objects.filter(noun="authority.approval")
    for approval in approvals.iterator(chunk_size=500):
        is_secret = approval.decision == BELOW_FLOOR
        names = tuple(MOVED) if is_secret else ("figures",)
        for name in names:
            setattr(approval, MOVED[name], getattr(approval, name))
            setattr(approval, name, [] if name == "figures" else None)
        approval.name = _untold(approval.name) if is_secret else approval.name
        approval.save(update_fields=[*names, *(MOVED[name] for name in names), "name"])
        for entry in entries.filter(record_id=approval.pk):
            changes = entry.data.get("changes") or {}
            moved = {MOVED[n] if n in names else n: both for n, both in changes.items()}
            if is_secret and "name" in moved:
                moved["name"] = [value and _untold(value) for value in moved["name"]]
            if changes:
                entry.data = {**entry.data, "changes": moved}
            entry.title = _untold(entry.title) if is_secret else entry.title
            entry.save(update_fields=["data", "title"])


def _untold(name: str) -> str:
    """Without the percent behind the kind of decision."""
    return name.rpartition(":")[0].rstrip() or name


class Migration(migrations.Migration):
    dependencies = [
        ("authority", "0004_confidential_figures"),
        ("foundation", "0002_correcting_and_following"),
        ("sales", "0013_open_lanes"),
    ]
    operations = [migrations.RunPython(withhold, migrations.RunPython.noop, elidable=True)]
