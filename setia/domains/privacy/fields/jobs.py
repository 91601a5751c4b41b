"""Counting by night, and when somebody asks for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.privacy.fields.counting import count_all
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, progress, task
from setia.kit import uses
from setia.kit.chores import Tell, chore


@every("nightly", at="01:40")
@task(own_transactions=True, retries=2)
def count_personal_fields() -> None:
    """Begun anew when it was interrupted: it only reads, and keeps what it counted at the end."""
    by = system("job")
    uses.forget_old(by.today)
    count_all(by, progress)


@chore("privacy", "report", "count how full personal fields are, who uses them, and what could go")
def count_here(by: Actor, tell: Tell) -> str:
    return _("%(count)s personal fields were counted.") % {"count": count_all(by, tell)}
