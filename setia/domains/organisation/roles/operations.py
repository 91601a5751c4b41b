"""What can be done to a role, and with it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.organisation.roles.rights import SIGHT_WORDS, nouns, wider_than_own
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.staff.models import Role, Staff
from setia.kit.kinds import Choice, Text
from setia.kit.operations import operation


@operation(
    records="role.allowed",
    label=gettext_lazy("Set rights"),
    told=gettext_lazy("rights set"),
    icon="shield-check",
    bulk=False,
    choices={
        "noun": Choice(nouns), "sight": Choice(SIGHT_WORDS), "may": Text(1000), "hidden": Text(1000),
        "read_only": Text(1000),
    },
    labels={
        "noun": gettext_lazy("On"),
        "sight": gettext_lazy("Sees"),
        "may": gettext_lazy("May do (verbs, or * for everything)"),
        "hidden": gettext_lazy("Fields that are hidden"),
        "read_only": gettext_lazy("Fields that can only be read"),
    },
)  # fmt: skip
def allow_role(
    role: Role, *, noun: str, sight: str, may: str = "", hidden: str = "", read_only: str = "", by: Actor
) -> None:
    """What people with this role see and may do with one kind of record. Replaces what was granted on it."""
    fields = {**dict.fromkeys(_words(read_only), "read"), **dict.fromkeys(_words(hidden), "hidden")}
    grant = {"sight": sight, "verbs": _words(may), "fields": fields}
    role.grants = {**role.grants, noun: grant}
    if sight == "none":
        del role.grants[noun]


@operation(
    records="staff.role_granted",
    label=gettext_lazy("Grant a role"),
    told=gettext_lazy("role granted"),
    icon="shield-plus",
    labels={"role": gettext_lazy("Role")},
)
def grant_role_staff(staff: Staff, *, role: Role, by: Actor) -> None:
    """The person may do what the role allows, besides what they may already."""
    _require_right(role, staff, by)
    if role.archived_at:
        raise Refusal(_("“%(role)s” is archived. Restore it first.") % {"role": role})
    staff.roles.add(role)


@operation(
    records="staff.role_revoked",
    label=gettext_lazy("Revoke a role"),
    told=gettext_lazy("role revoked"),
    icon="shield-minus",
    tone="danger",
    labels={"role": gettext_lazy("Role")},
)
def revoke_role_staff(staff: Staff, *, role: Role, by: Actor) -> None:
    """The person may no longer do what only this role allowed."""
    _require_right(role, staff, by)
    if not staff.roles.filter(pk=role.pk).exists():
        raise Refusal(_("%(name)s does not have the role “%(role)s”.") % {"name": staff, "role": role})
    staff.roles.remove(role)


def _require_right(role: Role, staff: Staff, by: Actor) -> None:
    if wider_than_own(role.grants, by.access):
        raise Forbidden(_("You cannot give or take rights that you do not have yourself."))
    if staff.is_admin and not by.access.is_admin:
        raise Forbidden(_("Only an administrator can change the account of an administrator."))


def _words(text: str) -> list[str]:
    return sorted(set(text.replace(",", " ").split()))
