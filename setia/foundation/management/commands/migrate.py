"""`migrate`, which founds a database that is empty, and takes step after step in any other."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from setia.foundation.founding import found, is_empty


class Command(migrate.Command):
    def handle(self, *words: Any, **options: Any) -> None:
        if options["app_label"] is None and not options["plan"] and not options["check_unapplied"] and is_empty():
            found()
        else:
            super().handle(*words, **options)
