"""What can be done to the account of a member of staff. Roles and tokens have verbs of their own."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.staff.models import Staff
from setia.kit.kinds import Secret
from setia.kit.operations import operation


@operation(
    records="staff.password_set",
    label=gettext_lazy("Set a password"),
    told=gettext_lazy("password set"),
    icon="key",
    bulk=False,
    when=lambda staff: staff.email is not None,
    choices={"password": Secret(128)},
    labels={"password": gettext_lazy("New password")},
)
def set_password_staff(staff: Staff, *, password: str, by: Actor) -> None:
    """A first password, or a new one for somebody who forgot theirs. Signs them out everywhere."""
    if not by.access.is_admin:
        raise Forbidden(_("Only an administrator can set the password of somebody else."))
    if not staff.email:
        raise Refusal(_("%(name)s has no e-mail address to sign in with. Add one first.") % {"name": staff})
    try:
        validate_password(password, staff)
    except ValidationError as weak:
        raise Invalid({"password": weak.messages}) from None
    staff.set_password(password)


@operation(
    records="staff.deactivated",
    label=gettext_lazy("Stop sign-in"),
    told=gettext_lazy("sign-in stopped"),
    icon="user-x",
    tone="danger",
    when=lambda staff: staff.is_active,
)
def deactivate_staff(staff: Staff, *, by: Actor) -> None:
    """The person is signed out and can no longer sign in. What they own stays theirs until it is assigned."""
    if not staff.is_active:
        raise Refusal(_("%(name)s may not sign in already.") % {"name": staff})
    staff.is_active = False


@operation(
    records="staff.reactivated",
    label=gettext_lazy("Allow sign-in"),
    told=gettext_lazy("sign-in allowed"),
    icon="user-check",
    when=lambda staff: not staff.is_active,
)
def reactivate_staff(staff: Staff, *, by: Actor) -> None:
    """The person may sign in again, with the password and roles they had."""
    if staff.is_active:
        raise Refusal(_("%(name)s may sign in already.") % {"name": staff})
    staff.is_active = True
