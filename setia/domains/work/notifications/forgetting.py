"""Notices about records of somebody who is erased."""

from __future__ import annotations

from setia.domains.work.notifications.model import Notification
from setia.foundation import bulk
from setia.kit.forgetting.places import Subject, place


@place("notices")
def forget_notices(subject: Subject) -> int:
    """They hold no words, but say that there was something to do for somebody."""
    gone = 0
    for noun, ids in (*subject.belonging.items(), (subject.noun, subject.ids)):
        rows = Notification.objects.filter(noun=noun)
        for (pk,) in list(bulk.found(rows, "record_id", ids, "pk")):
            gone += Notification.objects.filter(pk=pk).delete()[0]
    return gone
