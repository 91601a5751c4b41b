"""From a staff account to the rights and the actor of one request.

Every request begins here, so the questions are written in SQL: building them with the ORM costs
thirty times as much as asking them.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from setia.foundation.access import Access, Actor, Channel, together
from setia.foundation.staff.models import Role, Staff, Team, Token

TOKEN_LIFE = timedelta(days=365)
USE_NOTED = timedelta(hours=1)

ROLES_OF = """
    SELECT role.grants FROM staff_staff_roles held JOIN staff_role role ON role.id = held.role_id
    WHERE held.staff_id = %s AND role.archived_at IS NULL
"""
COLLEAGUES_OF = """
    SELECT id FROM staff_staff
    WHERE team_id = %s OR team_id IN (SELECT id FROM staff_team WHERE lead_id = %s)
"""
BEARER_OF = """
    SELECT token.id, token.scopes, token.used_at IS NULL OR token.used_at < %s,
           owner.id, owner.name, owner.team_id, owner.is_admin, owner.language, owner.zone
    FROM staff_token token JOIN staff_staff owner ON owner.id = token.owner_id
    WHERE token.digest = %s AND (token.expires_at IS NULL OR token.expires_at > %s)
      AND token.archived_at IS NULL AND owner.archived_at IS NULL AND owner.is_active
"""
OF_OWNER = ("id", "name", "team_id", "is_admin", "language", "zone")


def access_of(staff: Staff, scopes: frozenset[str] | None = None) -> Access:
    """Two queries: the roles, and for people in a team the colleagues whose records they may see."""
    if staff.is_admin:
        return Access(staff.pk, is_admin=True, scopes=scopes)
    with connection.cursor() as cursor:
        cursor.execute(ROLES_OF, [staff.pk])
        grants = together(orjson.loads(grants) for (grants,) in cursor.fetchall())
        cursor.execute(COLLEAGUES_OF, [staff.team_id, staff.pk])
        colleagues = frozenset(pk for (pk,) in cursor.fetchall())
    return Access(staff.pk, False, grants, colleagues | {staff.pk}, scopes)


def accesses_of(people: Iterable[Staff]) -> dict[int, Access]:
    """The same for many people at once; three queries, however many they are."""
    staff = list(people)
    teams: dict[int, set[int]] = defaultdict(set)
    for pk, team in Staff.objects.filter(team__isnull=False).values_list("pk", "team_id"):
        teams[team].add(pk)
    led: dict[int, set[int]] = defaultdict(set)
    for team, lead in Team.objects.filter(lead__isnull=False).values_list("pk", "lead_id"):
        led[lead] |= teams[team]
    held: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Role.objects.active().filter(holders__in=[one.pk for one in staff])
    for pk, grants in rows.values_list("holders", "grants"):
        held[pk].append(grants)
    return {
        one.pk: Access(one.pk, is_admin=True)
        if one.is_admin
        else Access(
            one.pk, False, together(held[one.pk]), frozenset({one.pk, *teams.get(one.team_id or 0, ()), *led[one.pk]})
        )
        for one in staff
    }


def actor_of(
    staff: Staff, channel: Channel, *, at: datetime | None = None, scopes: frozenset[str] | None = None
) -> Actor:
    return Actor(
        staff.pk, staff.name, access_of(staff, scopes), channel, at or timezone.now(), staff.zone, staff.language
    )


def digest(secret: str) -> str:
    """Tokens are long random strings, so a plain SHA-256 is enough to keep them unreadable."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_token(owner: Staff, name: str, scopes: list[str], now: datetime, expires_at: datetime | None = None) -> str:
    """Makes a token and returns its secret, which is shown this once."""
    secret = "setia_" + secrets.token_urlsafe(32)
    Token.objects.create(
        owner=owner,
        name=name,
        prefix=secret[:12],
        digest=digest(secret),
        scopes=scopes,
        expires_at=expires_at or now + TOKEN_LIFE,
        created_at=now,
        updated_at=now,
    )
    return secret


def token_for(secret: str, now: datetime) -> Token | None:
    """The living token with this secret and its owner; its use is noted at most once an hour.

    Of both only what a request needs is read.
    """
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(BEARER_OF, [moment(now - USE_NOTED), digest(secret), moment(now)])
        found = cursor.fetchone()
    if found is None:
        return None
    id_, scopes, is_stale, *of_owner = found
    token = Token.from_db("default", ("id", "scopes"), (id_, orjson.loads(scopes)))
    token.owner = Staff.from_db("default", OF_OWNER, of_owner)
    if is_stale:
        Token.objects.filter(pk=id_).update(used_at=now)
    return token
