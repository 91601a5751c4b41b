"""Ending what somebody has open in their browsers."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session


def end_sessions(people: Iterable[int]) -> None:
    """They are signed out everywhere, at their next click."""
    known = UserSession.objects.filter(user_id__in=list(people))
    Session.objects.filter(session_key__in=known.values("session_key")).delete()
    known.delete()
