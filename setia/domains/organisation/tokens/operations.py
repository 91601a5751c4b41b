"""Making and ending API tokens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.staff.models import Staff, Token
from setia.foundation.staff.rights import new_token
from setia.kit.kinds import Choice, Text
from setia.kit.operations import operation

RIGHTS = {"see": ["see"], "change": ["see", "change"]}
LEVELS = (("see", gettext_lazy("Read only")), ("change", gettext_lazy("Read and change")))


@operation(
    records="staff.token_issued",
    label=gettext_lazy("Issue an API token"),
    told=gettext_lazy("API token issued"),
    icon="key-round",
    bulk=False,
    choices={"name": Text(120), "scopes": Choice(LEVELS)},
    labels={
        "name": gettext_lazy("What it is for"),
        "scopes": gettext_lazy("May"),
        "expires_on": gettext_lazy("Expires on"),
    },
)
def issue_token_staff(
    staff: Staff, *, name: str, scopes: str = "see", expires_on: date | None = None, by: Actor
) -> dict[str, Any]:
    """A key with which a program acts as this person, within their rights. It is shown only this once."""
    if by.access.scopes is not None:
        # Whoever finds a token must not be able to make one that outlives it.
        raise Forbidden(_("A token cannot issue tokens. Sign in with a browser to do that."))
    if by.staff_id not in (None, staff.pk) and not by.access.is_admin:
        raise Forbidden(_("You can only issue tokens for yourself."))
    if not staff.is_active:
        raise Refusal(_("%(name)s may not sign in, and so no program may act for them.") % {"name": staff})
    if expires_on and expires_on <= by.today:
        raise Invalid({"expires_on": [_("Choose a day to come.")]})
    ends = datetime.combine(expires_on, time(), UTC) if expires_on else None
    return {"secret": new_token(staff, name, RIGHTS[scopes], by.at, ends)}


@operation(
    records="token.revoked",
    label=gettext_lazy("Revoke"),
    told=gettext_lazy("revoked"),
    icon="ban",
    tone="danger",
)
def revoke_token(token: Token, *, by: Actor) -> None:
    """The token stops working now, and for good."""
    if token.expires_at and token.expires_at <= by.at:
        raise Refusal(_("“%(token)s” has expired already.") % {"token": token})
    token.expires_at = by.at
