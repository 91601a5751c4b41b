"""The second factor at the door: a code that is wrong is told in the ledger."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from setia.faces.web import facts
from setia.faces.web.accounts.recording import record


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except ValidationError:
            record(facts.REFUSED, self.user, by_oneself=False)
            raise
        return code
