"""Staff in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from setia.domains.organisation.staff.guarding import refuse_lockout, refuse_overreach
from setia.domains.organisation.staff.placing import MANAGER, OFFICE, settle_places, write_places
from setia.domains.organisation.staff.sessions import end_sessions
from setia.domains.organisation.zones import Zone
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change
from setia.kit.kinds import Email, Field, Language, Text
from setia.kit.readers import reads
from setia.kit.resources import Group, Panel, Resource, resource

HELD = Staff.roles.through.objects
ENDED_BY = ("is_active", "password", "archived_at")
"""When one of these changes, whoever is signed in is signed out."""


def fill_roles(rows: list[dict[str, Any]]) -> None:
    """The names of each person's roles, for a whole page at once."""
    names: dict[int, list[str]] = {row["id"]: [] for row in rows}
    for person, name in bulk.found(HELD.order_by("role__name"), "staff_id", names, "staff_id", "role__name"):
        names[person].append(name)
    for row in rows:
        row["role_name"] = ", ".join(names[row["id"]])


def holds(condition: Q) -> Q:
    return Q(Exists(HELD.annotate(role_name=F("role__name")).filter(condition, staff=OuterRef("pk"))))


ROLES = Field(
    "roles", _("Roles"), Text(), "role_name", editable=False, compute=fill_roles, through=holds,
    help=_("Granted and revoked by verbs."),
)  # fmt: skip

reads("staff.staff", ("email",), _("Signing in, and mail to colleagues"))


@resource
class StaffMembers(Resource):
    model = Staff
    slug = "staff"
    label = _("Staff member")
    plural = _("Staff")
    icon = "id-card"
    subtitle = "title"
    columns = ("name", "email", "title", "team", "roles", "is_admin", "is_active")
    form = (
        Group(_("Person"), ("name", "email", "title", "team")),
        Group(_("Account"), ("is_admin", "language", "zone")),
    )
    sortable = ("name",)
    sort = "name"
    kinds = {"email": Email(), "language": Language(), "zone": Zone()}
    read_only = ("is_active",)
    hidden = ("password", "last_login", "preferences")
    extra_fields = (ROLES, MANAGER, OFFICE)
    import_keys = ("email", "name")
    search_paths = ("name", "email")
    aliases = {
        "name": (
            "sales_agent",
            "agent",
            "employee",
            "full name",
            "nom",
            "employé",
            "nama",
            "karyawan",
            "pegawai",
        ),
        "email": ("mail", "e-mail address", "courriel", "surel"),
        "title": ("job title", "function", "poste", "fonction", "jabatan"),
        "team": ("équipe", "tim"),
    }
    helps = {
        "email": _("The address to sign in with. Without it, the person owns records but cannot sign in."),
        "is_admin": _("May do everything, also what no role grants."),
    }
    personal = {
        "name": Personal(_("To say who did what.")),
        "email": Personal(_("To sign in, and to be told what there is to do.")),
        "title": Personal(_("To know whom to ask.")),
    }
    rail = ("settings", 20)
    panels = (
        Panel(_("Leads the teams"), "teams", "lead", ("name", "office")),
        Panel(_("API tokens"), "tokens", "owner", ("name", "prefix", "scopes", "expires_at", "used_at")),
    )

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            change.after["email"] = (change.after["email"] or "").lower() or None
            change.after["password"] = change.after["password"] or make_password(None)
            for name in ("language", "zone"):
                change.after[name] = change.after[name] or self.model._meta.get_field(name).get_default()
            if change.after["archived_at"] and change.changed("archived_at"):
                change.after["is_active"] = False
        refuse_overreach(changes, by)
        refuse_lockout(changes)
        settle_places(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        write_places(changes, by)
        out = [c.id for c in changes if not c.is_new and any(c.changed(name) for name in ENDED_BY)]
        if out:
            end_sessions(out)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (row["name"],), (row["email"],) if row["email"] else ())
