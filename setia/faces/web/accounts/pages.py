"""The account library's pages, where they have to know more than the library does."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView

from setia.faces.web.accounts.browsers import browser_words
from setia.faces.web.shell import actor, reader
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff


class SignIn(LoginView):  # type: ignore[misc]
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """On a new installation nobody can sign in yet; the page says how to become the first."""
        is_first_start = not Staff.objects.active().filter(is_active=True, email__isnull=False).exists()
        return super().get_context_data(firm=our_company().name, is_first_start=is_first_start, **context)  # type: ignore[no-any-return]


class Sessions(ListUserSessionsView):  # type: ignore[misc]
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**context)
        return {**found, "rows": [self._row(session) for session in reversed(found["sessions"])]}

    def _row(self, session: UserSession) -> dict[str, Any]:
        read = reader(actor(self.request))
        return {
            "browser": browser_words(session.user_agent),
            "ip": session.ip,
            "since": read.moment(session.created_at),
            "is_current": session.is_current(),
        }
