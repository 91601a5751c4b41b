"""Erasing again whom an old backup has brought back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import register
from setia.domains.privacy.erasures.beginning import begin_erasure
from setia.domains.privacy.erasures.model import Reason
from setia.domains.privacy.erasures.running import run
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.chores import Tell, chore


def reapply(by: Actor, tell: Tell) -> int:
    """Everybody in the register who is there again, as they were; how many that were.

    A number that was given out anew since belongs to somebody else, whose record was made at another moment.
    """
    again = 0
    for number, made_at in register.remembered():
        again += _erase_again(number, made_at, by, tell)
    return again


def _erase_again(number: int, made_at: datetime, by: Actor, tell: Tell) -> bool:
    with transaction.atomic():
        party = Party.objects.filter(pk=number, created_at=made_at, erased_at__isnull=True).first()
        if party is None:
            return False
        try:
            erasure = begin_erasure(party, Reason.RESTORED, by)
        except Refusal:
            return False  # it had been merged into another one, with which it goes
    run(erasure.pk, by, tell)
    return True


@chore("privacy", "reapply", "erase again whom a restored backup has brought back", after_restore=True)
def reapply_here(by: Actor, tell: Tell) -> str:
    return _("%(count)s people were erased again.") % {"count": reapply(by, tell)}
