"""What to do next, on the start page and on the page of a party: each with its reason, and a click to do it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.shell import reader
from setia.faces.web.showing import url_at
from setia.foundation.access import Actor
from setia.foundation.records import address
from setia.kit import advice
from setia.kit.advice import Suggestion
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry

PARTY = "parties.party"


def mine(by: Actor) -> list[dict[str, Any]]:
    adviser = advice.adviser()
    return _rows(adviser.next_for(by), by) if adviser else []


def all_of_mine() -> str:
    """The list behind it."""
    adviser = advice.adviser()
    return list_of(adviser.slug, where='owner = me and status = "open"') if adviser else ""


def at_record(resource: Resource, record: Any, by: Actor) -> list[dict[str, Any]]:
    """For the pages of parties, by whatever name they stand in the rail."""
    adviser = advice.adviser()
    return _rows(adviser.at(record.pk, by), by) if adviser and address(record).startswith(f"{PARTY}:") else []


def _rows(some: Iterable[Suggestion], by: Actor) -> list[dict[str, Any]]:
    return [_row(one, by) for one in some]


def _row(one: Suggestion, by: Actor) -> dict[str, Any]:
    read = reader(by)
    facts = [_("%(minutes)s min") % {"minutes": read.number(one.minutes)}]
    if one.value:
        facts.insert(0, read.minor(one.value, one.currency, decimals=False))
    facts.append(_("until %(day)s") % {"day": read.date(one.expires_on)})
    party = f"{PARTY}:{one.party_id}"
    return {
        "id": one.id, "label": one.label, "icon": one.icon, "reason": one.reason, "why": one.why, "facts": facts,
        "party": one.party_title, "party_url": url_at(party) if one.party_title else "",
        "about": one.about_title if one.about != party else "", "about_url": url_at(one.about),
        "do": _way(one), "verbs": _verbs(one),
    }  # fmt: skip


def _way(one: Suggestion) -> str:
    """To the dialog of the verb that does it, begun with what is suggested; "" where the reader may not use it."""
    if not one.resource:
        return ""
    suggested = f"?{urlencode(one.inputs)}" if one.inputs else ""
    if one.verb == "create":
        return reverse("create", args=[one.resource]) + suggested
    return reverse("do", args=[one.resource, one.record_id, one.verb]) + suggested


def _verbs(one: Suggestion) -> list[dict[str, str]]:
    adviser = advice.adviser()
    slug = adviser.slug if adviser else ""
    known = operations_of(registry[slug])
    return [
        {"label": str(known[verb].label), "icon": known[verb].icon, "url": reverse("do", args=[slug, one.id, verb])}
        for verb in one.verbs
    ]
