"""Accounts are guarded: who may change whose, and somebody must remain who can do everything."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change


def refuse_overreach(changes: Sequence[Change], by: Actor) -> None:
    """Administrators are made and changed by administrators only, and nobody takes over a sign-in."""
    if by.access.is_admin:
        return
    for change in changes:
        if change.after["is_admin"] or (change.before and change.before["is_admin"]):
            change.refuse("is_admin", _("Only an administrator can change the account of an administrator."))
        if change.before and change.changed("email") and change.id != by.staff_id:
            change.refuse("email", _("Only an administrator can change the sign-in address of somebody else."))


def refuse_lockout(changes: Sequence[Change]) -> None:
    """The last administrator who can sign in stays one."""
    leaving = [c for c in changes if c.before and _governs(c.before) and not _governs(c.after)]
    if not leaving:
        return
    rows = Staff.objects.filter(is_admin=True, is_active=True, archived_at=None, email__isnull=False)
    staying = set(rows.exclude(pk__in=[c.id for c in leaving]).values_list("pk", flat=True))
    if not staying and not any(_governs(change.after) for change in changes):
        for change in leaving:
            change.refuse("", _("This is the last administrator. Make somebody else one first."))


def _governs(row: dict[str, object]) -> bool:
    return bool(row["is_admin"] and row["is_active"] and row["email"] and not row["archived_at"])
