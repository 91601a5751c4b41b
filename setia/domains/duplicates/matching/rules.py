"""The one record of the rules, and the weights that the last sweep estimated."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.utils import timezone

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
    }


@lru_cache(maxsize=2)
def _weights_of(_swept_at: datetime | None, _version: int) -> dict[str, Weights]:
    return known_weights()


def remembered_weights() -> tuple[dict[str, Weights], float]:
    """The weights without reading them again until the next sweep, and from which probability on to propose."""
    row = Matching.objects.filter(pk=ONLY).values("swept_at", "version", "propose_above").first()
    if row is None:
        return usual_weights(), float(our_rules().propose_above) / 100
    return _weights_of(row["swept_at"], row["version"]), float(row["propose_above"]) / 100
