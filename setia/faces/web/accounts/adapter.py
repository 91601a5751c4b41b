"""How signing in works here: for staff only, in our words, and told in the ledger."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from setia.faces.web import facts
from setia.faces.web.accounts.recording import record, record_refused
from setia.foundation import prepared
from setia.foundation.staff.models import Staff

TOLD_BY_MAIL = {
    "account/email/password_changed": facts.PASSWORD_CHANGED,
    "account/email/password_set": facts.PASSWORD_CHANGED,
    "mfa/email/totp_activated": facts.FACTOR_ADDED,
    "mfa/email/totp_deactivated": facts.FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": facts.CODES_MADE,
}
"""What the library would send a mail about. Setia sends no mail yet and writes it into the ledger."""

NOTICES = {
    "account/messages/password_changed.txt": _("Your password was changed. You stay signed in only here."),
    "account/messages/password_set.txt": _("Your password was set."),
    "mfa/messages/totp_activated.txt": _("The second factor is on."),
    "mfa/messages/totp_deactivated.txt": _("The second factor is off."),
    "mfa/messages/recovery_codes_generated.txt": _("Keep your recovery codes in a safe place."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}
"""What is worth saying; that somebody signed in or out can be seen."""


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """Archived people have no session, however they came by it."""

    def get_user(self, user_id: int) -> Staff | None:
        """Asked for by every request, so in prepared SQL."""
        found = prepared.records("account", lambda pk: Staff.objects.filter(pk=pk), int(user_id))
        return next((one for one in found if self.user_can_authenticate(one)), None)

    def user_can_authenticate(self, user: Staff | None) -> bool:
        return bool(user and user.is_active and user.archived_at is None)


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        """Whoever may not sign in gets the same answer as for a wrong password, so that nothing is given away."""
        account: Staff | None = super().authenticate(request, **credentials)
        if account is None or StaffBackend().user_can_authenticate(account):
            return account
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        email = str(credentials.get("email", ""))
        record_refused(email, Staff.objects.filter(email__iexact=email).first(), facts.REFUSED)

    def post_login(self, request: HttpRequest, user: Staff, **details: Any) -> HttpResponse:
        record(facts.SIGNED_IN, user)
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Staff):
            record(facts.SIGNED_OUT, request.user)
        super().logout(request)

    def set_password(self, user: Staff, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_notification_mail(
        self, template_prefix: str, user: Staff, context: Any = None, email: str | None = None
    ) -> None:
        if kind := TOLD_BY_MAIL.get(template_prefix):
            record(kind, user)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or NOTICES.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not valid, or not valid any more. Enter the one shown now."),
    }


class Sessions(DefaultUserSessionsAdapter):  # type: ignore[misc]
    def end_sessions(self, sessions: list[Any]) -> None:
        if sessions:
            record(facts.SESSIONS_ENDED, sessions[0].user)
        super().end_sessions(sessions)
