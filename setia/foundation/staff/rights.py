"""From a staff account to the rights and the actor of one request."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from setia.foundation.access import Access, Actor, Channel, together
from setia.foundation.staff.models import Staff, Token

TOKEN_LIFE = timedelta(days=365)


def access_of(staff: Staff, scopes: frozenset[str] | None = None) -> Access:
    """Two queries: the roles, and for people in a team the colleagues whose records they may see."""
    if staff.is_admin:
        return Access(staff.pk, is_admin=True, scopes=scopes)
    grants = together(staff.roles.filter(archived_at__isnull=True).values_list("grants", flat=True))
    mine = Q(team__lead=staff) | Q(team=staff.team_id) if staff.team_id else Q(team__lead=staff)
    colleagues = Staff.objects.filter(mine).values_list("pk", flat=True)
    return Access(staff.pk, False, grants, frozenset(colleagues) | {staff.pk}, scopes)


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
    """The living token with this secret; its day of use is remembered at most once an hour."""
    token = (
        Token.objects.active()
        .select_related("owner")
        .filter(digest=digest(secret), owner__is_active=True, owner__archived_at__isnull=True)
        .first()
    )
    if token is None or (token.expires_at and token.expires_at <= now):
        return None
    if token.used_at is None or now - token.used_at > timedelta(hours=1):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    found: Token = token
    return found
