"""Leads of people who have no record of their own: forgotten with whoever has the same address, and after a time."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from setia.domains.sales.leads.model import UNDECIDED, Lead
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, hold_lease, task
from setia.foundation.periods import months_later
from setia.kit.forgetting.places import Subject, place
from setia.kit.forgetting.values import empty, personal_fields
from setia.kit.resources import registry

MONTHS = 24
"""So long after it came in a lead that was not pursued, and of whom no party was made, loses who it was."""

BATCH = 500
PARTY = "parties.party"


@place("leads")
def forget_leads(subject: Subject) -> int:
    """Who is erased may have asked before anybody knew that it was them."""
    if subject.noun != PARTY or not subject.sought:
        return 0
    known = Q(email__in=subject.sought) | Q(phone__in=subject.sought)
    rows = Lead.objects.filter(known).exclude(party__in=subject.ids).order_by("pk")
    return _empty(list(rows.values_list("pk", flat=True)), system())


@every("nightly", at="03:10")
@task(own_transactions=True)
def forget_old_leads() -> None:
    """What nobody pursued and nobody decided to keep."""
    forget_before(system())


def forget_before(by: Actor) -> int:
    """How many leads lost who they were from."""
    limit = months_later(by.today, -MONTHS)
    old = Q(received_on__lt=limit) | Q(received_on__isnull=True, created_at__date__lt=limit)
    rows = Lead.objects.filter(old, party__isnull=True).exclude(status__in=UNDECIDED).exclude(
        person="", company="", email="", phone="", message=""
    )  # fmt: skip
    gone = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        gone += _empty(ids, by)
    return gone


def _empty(ids: list[int], by: Actor) -> int:
    leads, answers = registry["leads"], registry["lead-answers"]
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        with transaction.atomic():
            hold_lease()
            empty(leads, some, personal_fields(leads), by)
            told = answers.model._default_manager.filter(lead__in=some)
            empty(answers, list(told.values_list("pk", flat=True)), personal_fields(answers), by)
    return len(ids)
