"""The people of every test: Ada sells, Cleo serves, Dev manages, Eve may see nothing.

Bo (a customer) and Vera (a vendor) are parties and are made where a test needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from setia.foundation.access import Actor, Channel
from setia.foundation.staff.models import Role, Staff, Team
from setia.foundation.staff.rights import actor_of

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "correct-horse-battery"  # noqa: S105

ALL_VERBS = ["*"]


@dataclass
class Cast:
    """Staff accounts by their first names; Ada and Cleo work in the team that Dev leads, Gil does not."""

    ada: Staff
    gil: Staff
    cleo: Staff
    dev: Staff
    eve: Staff
    root: Staff

    def acting(self, name: str, channel: Channel = "web", at: datetime = NOW) -> Actor:
        return actor_of(getattr(self, name), channel, at=at)


def role(name: str, grants: dict[str, Any]) -> Role:
    return Role.objects.create(name=name, grants=grants, created_at=NOW, updated_at=NOW)


def person(name: str, *roles: Role, team: Team | None = None, **fields: Any) -> Staff:
    account: Staff = Staff.objects.create_account(
        name, f"{name.split()[0].lower()}@setia.example", PASSWORD, team=team, **fields
    )
    account.roles.set(roles)
    return account


def grants(nouns: list[str], sight: str, verbs: list[str]) -> dict[str, Any]:
    return {noun: {"sight": sight, "verbs": verbs} for noun in nouns}


def assemble(nouns: list[str]) -> Cast:
    """Make the cast, with rights over the nouns given (all governing nouns of the registry)."""
    known = {noun: {"sight": "all", "verbs": []} for noun in ("staff.staff", "staff.team", "catalog.product",
             "catalog.brand", "sales.pipeline", "sales.stage")}  # fmt: skip
    selling = role("Sells", {**grants(nouns, "own", ALL_VERBS), **known})
    managing = role("Manages", {**grants(nouns, "team", ALL_VERBS), **known})
    serving = role("Serves", {**grants(nouns, "all", []), **known})
    team = Team.objects.create(name="North", created_at=NOW, updated_at=NOW)
    dev = person("Dev Manager", managing, team=team)
    Team.objects.filter(pk=team.pk).update(lead=dev)
    return Cast(
        ada=person("Ada Seller", selling, team=team),
        gil=person("Gil Seller", selling),
        cleo=person("Cleo Service", serving, team=team),
        dev=dev,
        eve=person("Eve Nobody"),
        root=person("Root Admin", is_admin=True),
    )
