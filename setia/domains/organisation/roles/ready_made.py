"""The roles a new installation begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from setia.kit.resources import Resource, registry

ADMINISTRATION = ("staff", "foundation", "kit")
"""Tables of the organisation itself: ready-made roles see colleagues and teams, and change nothing."""

OF_STEWARDS = "privacy"
"""Requests of people, erasures and the use of personal fields are for whoever looks after them."""

COLLEAGUES: dict[str, dict[str, Any]] = {
    "staff.staff": {"sight": "all", "verbs": ["issue_token"]},
    "staff.team": {"sight": "all", "verbs": []},
    "staff.token": {"sight": "own", "verbs": ["revoke"]},
}


def ready_made_roles() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name to purpose and grants, over every noun there is."""
    return {
        "Sales representative": ("Works with their own customers and deals", _grants("own", [])),
        "Team lead": ("Works with the customers and deals of their team", _grants("team", [])),
        "Manager": ("Works with all customers and deals, and keeps the catalog", _grants("all", ["*"])),
        "Read only": ("Sees everything, changes nothing", _grants("all", [], works=False)),
        "Data protection": (
            "Sees what is kept of people, and answers what they ask about it",
            {**_grants("all", [], works=False), **_stewardship()},
        ),
    }


def _grants(sight: str, on_shared: list[str], *, works: bool = True) -> dict[str, Any]:
    """`sight` of what belongs to somebody, which is worked with; `on_shared` are the verbs on the rest."""
    found: dict[str, Any] = dict(COLLEAGUES)
    for resource in registry:
        if resource.governing == resource.noun and resource.model._meta.app_label not in (*ADMINISTRATION, OF_STEWARDS):
            owned = _is_owned(resource)
            found[resource.noun] = {
                "sight": sight if owned else "all",
                "verbs": ["*"] if owned and works else on_shared,
            }
    return found


def _stewardship() -> dict[str, Any]:
    nouns = {r.noun for r in registry if r.governing == r.noun and r.model._meta.app_label == OF_STEWARDS}
    return {**dict.fromkeys(sorted(nouns), {"sight": "all", "verbs": ["*"]}),
            "parties.party": {"sight": "all", "verbs": ["*"]}}  # fmt: skip


def _is_owned(resource: Resource) -> bool:
    """Also what is kept at records that belong to somebody."""
    return any(getattr(resource.model, name, None) is not None for name in ("owner_path", "kept_at"))


def make_roles(roles: type[Any], now: datetime) -> None:
    """Nothing happens where there are roles already. The model is that of the moment (migrations)."""
    if roles.objects.exists():
        return
    roles.objects.bulk_create(
        roles(name=name, purpose=purpose, grants=grants, created_at=now, updated_at=now)
        for name, (purpose, grants) in ready_made_roles().items()
    )
