"""What happens at the door, written into the ledger of the account it happens to."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from setia.foundation import ledger
from setia.foundation.access import Access, Actor
from setia.foundation.citing import cited
from setia.foundation.ledger import Fact, FactKind
from setia.foundation.records import noun
from setia.foundation.staff.models import Staff


def record(kind: FactKind, account: Staff, *, by_oneself: bool = True) -> None:
    """Something done by the person to whom the account belongs, or by somebody who only said so."""
    _write(kind, account.pk, account.name, account if by_oneself else None)


def record_refused(email: str, account: Staff | None, kind: FactKind) -> None:
    """Told of an address that nobody has as well, at the same cost, so that the answer takes no longer."""
    _write(kind, account.pk if account else 0, account.name if account else cited(email), None)


def _write(kind: FactKind, pk: int, title: str, who: Staff | None) -> None:
    actor_id = who.pk if who else None
    by = Actor(actor_id, who.name if who else "", Access(actor_id), "web", timezone.now())
    with transaction.atomic():
        ledger.record([Fact(kind.kind, noun(Staff), pk, title=title)], by)
