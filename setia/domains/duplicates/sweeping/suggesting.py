"""Who may be the same as somebody, for the forms and pages of parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from setia.domains.duplicates.linkage.comparing import level_names
from setia.domains.duplicates.linkage.profiles import COMPARED, profile_of
from setia.domains.duplicates.matching.rules import remembered_weights
from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.duplicates.pairs.resource import KNOWN
from setia.domains.duplicates.pairs.words import sentence
from setia.domains.duplicates.sweeping.candidates import likely_ones
from setia.domains.duplicates.sweeping.keeping import percent
from setia.foundation.access import Actor
from setia.foundation.chosen import Chosen
from setia.foundation.company import our_company
from setia.foundation.contact_points import parse_phone
from setia.foundation.errors import Refusal
from setia.kit.lookalikes import Lookalike
from setia.kit.resources import registry
from setia.kit.seeing import titles

MOST = 5
AS_TYPED = 0.3
"""Somebody who is still being typed in says little; the likely ones are shown from a lower likeness on."""

LONGEST = 400
PARTY = "parties.party"


def like(values: Mapping[str, Any], by: Actor) -> Sequence[Lookalike]:
    """Parties that may be the same as one with these values, of which some may still be missing."""
    typed = {name: str(values.get(name) or "")[:LONGEST] for name in (*COMPARED, "address")}
    typed["phone"] = _number(typed["phone"], typed["country"])
    typed["kind"] = "company" if typed["kind"] == "company" else "person"
    profile = profile_of(typed)
    if not (profile.emails or profile.phones or len(profile.given + profile.family) > 3):
        return ()
    weights, least = remembered_weights()
    found = likely_ones(profile, weights, min(least, AS_TYPED), by.access)[:MOST]
    names = titles(PARTY, [one.other for one in found], by.access)
    return [
        Lookalike(
            one.other, names.get(one.other, f"#{one.other}"), percent(one.score),
            sentence({"kind": profile.kind, **level_names(one.levels)}),
        )
        for one in found
    ]  # fmt: skip


def _number(text: str, country: str) -> str:
    try:
        return str(parse_phone(text, country or our_company().country)) if text else ""
    except Refusal:
        return ""


NAMES = ("pk", "party_id", "other_id", "score", "levels", "status")


def _likeliest(rows: QuerySet[Pair]) -> QuerySet[Pair, Any]:
    return rows.order_by("-score", "pk").values_list(*NAMES)[:MOST]


def beside(party: int, by: Actor) -> Sequence[Lookalike]:
    """What is known of a party: open pairs, and what was merged into it."""
    pairs = registry["duplicates"]
    chosen = Chosen(pairs.rows, [by.access.narrowing(pairs.model), Q(archived_at__isnull=True)], (PARTY, "beside"))
    mine = Q(status=PairStatus.OPEN.value) | Q(status=PairStatus.MERGED.value, survivor_id=party)
    found = [
        dict(zip(NAMES, row, strict=True))
        for end in ("party_id", "other_id")
        for row in chosen.only(mine & Q(**{end: party})).ask(end, _likeliest)
    ]
    told = not any(pairs.hides(name, by.access) for name in ("evidence", "score"))
    ends = {row["pk"]: row["other_id"] if row["party_id"] == party else row["party_id"] for row in found}
    called = titles(PARTY, ends.values(), by.access) if found else {}
    return [
        Lookalike(
            ends[row["pk"]], called.get(ends[row["pk"]], f"#{ends[row['pk']]}"), row["score"],
            sentence(row["levels"] or {}) if told else "", row["pk"], row["status"] == PairStatus.MERGED,
        )
        for row in found
    ]  # fmt: skip


WATCHED = tuple(name for name in KNOWN if name != "reference")
