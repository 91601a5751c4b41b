"""Make the table of traces in the installation whose environment this runs in."""

import django

if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from bench.faults.probe.effects import CREATE

    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute("CREATE INDEX IF NOT EXISTS faults_effect_entry ON faults_effect (entry_id)")
