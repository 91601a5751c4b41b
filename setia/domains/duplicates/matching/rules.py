"""The one record of the rules, and the weights that the last sweep estimated."""

from __future__ import annotations

from django.utils import timezone

from setia.domains.duplicates.linkage.profiles import COMPANY, PERSON
from setia.domains.duplicates.linkage.weights import Weights, usual_weights
from setia.domains.duplicates.matching.model import ONLY, Matching


def our_rules() -> Matching:
    """Made with defaults on first use."""
    now = timezone.now()
    found, _made = Matching.objects.get_or_create(pk=ONLY, defaults={"created_at": now, "updated_at": now})
    return found


def known_weights(rules: Matching | None = None) -> dict[str, Weights]:
    """Those of the last whole sweep, or what is supposed before the first one."""
    rules = rules or our_rules()
    return {
        kind: Weights.from_json(rules.weights[kind]) if kind in rules.weights else usual
        for kind, usual in usual_weights().items()
        if kind in (PERSON, COMPANY)
    }
