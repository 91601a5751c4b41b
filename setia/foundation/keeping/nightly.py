"""A backup every night, of which the last few are kept."""

from __future__ import annotations

import logging

from django.conf import settings

from setia.foundation import bulk
from setia.foundation.jobs import every, progress, task
from setia.foundation.keeping.backing_up import back_up, kept_backups, usual_name

log = logging.getLogger("setia.keeping")

NIGHTLY = "nightly"


@every("nightly", at="03:10")
@task()
def look_at_the_tables() -> None:
    """What the database knows about its tables grows old as they grow; SQLite never looks by itself."""
    bulk.analyse()


@every("nightly", at="03:30")
@task(own_transactions=True, retries=2)
def back_up_at_night() -> None:
    """As many as SETIA_BACKUPS says are kept; what people have made themselves is left alone."""
    if settings.BACKUPS < 1:
        return
    path = usual_name(NIGHTLY)
    manifest = back_up(path, progress)
    log.info("backup made file=%s rows=%d", path.name, manifest.rows)
    own = [each for each in kept_backups() if each.name.startswith(f"{NIGHTLY}-")]
    for old in own[: -settings.BACKUPS]:
        old.unlink(missing_ok=True)
