"""Where sessions are kept: in the database, as Django keeps them, but asked for in prepared SQL."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.utils import timezone

from setia.foundation import prepared


class SessionStore(Kept):
    """`settings.SESSION_ENGINE` names this module."""

    def _get_session_from_db(self) -> Any:
        found = prepared.records("session", lambda key: Session.objects.filter(session_key=key), str(self.session_key))
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None
