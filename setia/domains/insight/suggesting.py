"""What every face shows of actions: one's own, ranked, and those for a party; each as its reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from setia.domains.insight.actions.following import advised, happened_since
from setia.domains.insight.actions.model import Action, State
from setia.domains.insight.actions.permitting import quiet_now
from setia.domains.insight.actions.saying import reason_of, why_of
from setia.domains.insight.actions.steps import step_of
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Forbidden
from setia.foundation.formats import reader_for
from setia.kit import advice
from setia.kit.advice import Suggestion
from setia.kit.resources import registry
from setia.kit.seeing import titles, titles_at

NOUN = "insight.action"
VERBS = ("finish", "postpone", "refuse")
MOST = 20


class Adviser:
    slug = "actions"

    def next_for(self, by: Actor) -> list[Suggestion]:
        rows = _waiting(by).filter(owner_id=by.staff_id) if by.staff_id else Action.objects.none()
        return _suggestions(rows[: our_company().actions_a_day + MOST], by)[: our_company().actions_a_day]

    def at(self, party_id: int, by: Actor) -> list[Suggestion]:
        return _suggestions(_waiting(by).filter(party_id=party_id)[:MOST], by)

    def advise(self, by: Actor) -> str:
        if not by.access.is_admin:
            raise Forbidden
        return advised(by)


def _waiting(by: Actor) -> QuerySet[Action]:
    """Open, not put off, and still of use today, by the reader's clock."""
    rows = registry.of_noun(NOUN).rows(by.access).filter(archived_at__isnull=True, status=State.OPEN)
    shown = rows.filter(Q(later_on__isnull=True) | Q(later_on__lte=by.today), expires_on__gte=by.today)
    shown = shown.filter(party__archived_at__isnull=True, party__erased_at__isnull=True)
    return shown.order_by("-score", "expires_on", "id")


def _suggestions(rows: QuerySet[Action], by: Actor) -> list[Suggestion]:
    """Without what was done meanwhile, and without contacts that are not wanted at this hour."""
    some = list(rows)
    gone = happened_since(some) | _unwanted_now(some, by)
    some = [one for one in some if one.pk not in gone and one.kind in advice.kinds()]
    about = titles_at({one.about for one in some}, by.access)
    parties = titles("parties.party", {one.party_id for one in some}, by.access)
    return [_told(one, about.get(one.about, ""), parties.get(one.party_id, ""), by) for one in some]


def _unwanted_now(some: Sequence[Action], by: Actor) -> set[int]:
    channels: dict[str, list[int]] = defaultdict(list)
    kinds = advice.kinds()
    for one in some:
        if one.kind in kinds and kinds[one.kind].channel:
            channels[kinds[one.kind].channel].append(one.party_id)
    quiet = quiet_now(channels, by.at)
    return {one.pk for one in some if one.kind in kinds and one.party_id in quiet.get(kinds[one.kind].channel, ())}


def _told(one: Action, about: str, party: str, by: Actor) -> Suggestion:
    resource, kind, step = registry.of_noun(NOUN), advice.kinds()[one.kind], step_of(one)
    readable, read = resource.readable(by.access), reader_for(by.language, by.zone)
    values: dict[str, Any] = {name: getattr(one, name) for name in ("kind", "figures", "value", "currency", "chance")}
    usable = step if step and step.may_be_used(by.access) else None
    return Suggestion(
        id=one.pk, label=str(kind.label), icon=kind.icon, about=one.about, about_title=about, party_id=one.party_id,
        party_title=party, reason=reason_of(values, read) if "reason" in readable else "",
        why=why_of(values, read) if "why" in readable else "", value=one.value if "value" in readable else None,
        currency=one.currency, minutes=one.effort, expires_on=one.expires_on,
        resource=usable.resource.slug if usable else "", record_id=usable.record_id if usable else 0,
        verb=usable.verb if usable else "", inputs=usable.inputs if usable else {},
        verbs=tuple(verb for verb in VERBS if by.access.may(verb, resource.governing)),
    )  # fmt: skip
