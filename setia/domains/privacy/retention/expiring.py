"""Values whose time is over go; parties of whom nothing was heard for long are proposed for erasure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from datetime import time as clock

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from setia.domains.privacy.erasures.beginning import begin_erasure
from setia.domains.privacy.erasures.model import Erasure, Reason, State
from setia.domains.privacy.fields.counting import holds
from setia.domains.privacy.fields.keeping import keep_up
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.retention.following import follow
from setia.domains.privacy.retention.model import Dealing
from setia.domains.privacy.rules.model import PrivacyRules
from setia.domains.privacy.rules.rules import our_rules
from setia.domains.sales.contracts.model import ALIVE, Contract
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.jobs import hold_lease
from setia.foundation.periods import months_later
from setia.kit.changes import Change
from setia.kit.forgetting.values import empty
from setia.kit.resources import Resource, registry
from setia.kit.writing import changes_of, write

READ_AT_ONCE, BATCH = 5_000, 500
"""Parties looked at with one question; records written in one transaction."""

BREATH = 0.06
MOST_A_NIGHT = 2_000
"""People proposed in one night: somebody has to look at them."""

Tell = Callable[[int, int, str], None]


def retain(by: Actor, tell: Tell) -> tuple[int, int]:
    """Drop what has expired and propose who may go; how many values and how many people."""
    until = ledger.complete_until()
    if until is not None:
        follow(until, tell)
    keep_up(by)
    dropped = sum(_expire(row, by, tell) for row in PersonalField.objects.active().filter(months__isnull=False))
    rules = our_rules()
    proposed = _propose(rules, by, tell) if rules.silent_months else 0
    _remember(dropped, proposed, by)
    return dropped, proposed


def before(today: date, months: int) -> datetime:
    return datetime.combine(months_later(today, -months), clock(0), UTC)


def _expire(row: PersonalField, by: Actor, tell: Tell) -> int:
    """The values of one field, of parties whose last dealing is longer ago than its months."""
    resource = registry.nouns().get(row.noun)
    field = resource.fields.get(row.field) if resource else None
    if resource is None or field is None or not resource.story or not row.months:
        return 0
    condition = holds(resource, field)
    if condition is None or field.name == resource.title:
        return 0
    dropped = 0
    silent = Dealing.objects.filter(last_at__lt=before(by.today, row.months))
    for parties in _portions(silent):
        ids = list(_of(resource, parties).filter(condition).values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            with transaction.atomic():
                hold_lease()
                dropped += empty(resource, ids[start : start + BATCH], [row.field], by)
            time.sleep(BREATH)
        tell(dropped, 0, row.name)
    return dropped


def _of(resource: Resource, parties: list[int]) -> QuerySet[object]:
    path = "pk" if resource.story == "id" else resource.story
    rows: QuerySet[object] = resource.model._default_manager.filter(**{f"{path}__in": parties})
    return rows.order_by("pk")


def _portions(rows: QuerySet[Dealing]) -> Iterator[list[int]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:READ_AT_ONCE]):
        last = some[-1]
        yield some


def _propose(rules: PrivacyRules, by: Actor, tell: Tell) -> int:
    """People without any dealing for the company's period, without open deals and orders, and not declined since."""
    limit = before(by.today, rules.silent_months or 0)
    erasures, proposed = registry.of_noun("privacy.erasure"), 0
    silent = Dealing.objects.filter(
        last_at__lt=limit, party__kind="person", party__archived_at__isnull=True, party__restricted_on__isnull=True
    )
    for parties in _portions(silent):
        some = sorted(set(parties) - _needed(parties, limit))[: MOST_A_NIGHT - proposed]
        with transaction.atomic():
            hold_lease()
            made = [
                Change(after={"party_id": party, "reason": Reason.SILENCE.value, "state": State.PROPOSED.value})
                for party in some
            ]
            write(erasures, made, by)
            if rules.by_itself:
                _approve([change.id for change in made], by)
        proposed += len(some)
        tell(proposed, 0, _("Proposing"))
        if proposed >= MOST_A_NIGHT:
            break
    return proposed


def _needed(parties: list[int], limit: datetime) -> set[int]:
    open_orders = Q(status__in=(OrderStatus.DRAFT, OrderStatus.CONFIRMED, OrderStatus.PARTLY), archived_at__isnull=True)
    running = Contract.objects.active().filter(status__in=ALIVE, party__in=parties)
    decided = Q(state=State.DECLINED, updated_at__gte=limit) | ~Q(state=State.DECLINED)
    return {
        *Order.objects.filter(open_orders, party__in=parties).values_list("party", flat=True),
        *running.values_list("party", flat=True),
        *Opportunity.objects.filter(status="open", archived_at__isnull=True, party__in=parties).values_list(
            "party", flat=True
        ),
        *Erasure.objects.filter(decided, party__in=parties).values_list("party", flat=True),
    }  # type: ignore[arg-type]


def _approve(ids: list[int], by: Actor) -> None:
    """The owner has said that nobody needs to be asked."""
    for erasure in Erasure.objects.filter(pk__in=ids).select_related("party"):
        begin_erasure(erasure.party, Reason.SILENCE, by, proposal=erasure)
        erasure.save()


def _remember(dropped: int, proposed: int, by: Actor) -> None:
    """Told as numbers, in the history of the rules."""
    with transaction.atomic():
        hold_lease()
        (change,) = changes_of(registry.of_noun("privacy.privacyrules"), [our_rules().pk])
        change.after |= {"retained_at": by.at, "dropped": dropped, "proposed": proposed}
        write(registry.of_noun("privacy.privacyrules"), [change], by, fact="privacyrules.retained")
