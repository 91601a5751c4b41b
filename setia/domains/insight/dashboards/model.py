"""A page of figures, charts and tables that somebody put together."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.foundation.access import Access
from setia.foundation.records import Record, active_index
from setia.foundation.staff.models import Role


class Dashboard(Record):
    """`tiles` are written down as `kit.dashboards.tiles` reads them. `origin` names the one that came with Setia and
    that this one was made of: shared with a role or with everybody, it stands in its place."""

    name = models.CharField(_("Dashboard"), max_length=80)
    about = models.CharField(_("What it answers"), max_length=300, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Kept by"),
    )  # fmt: skip
    for_everybody = models.BooleanField(_("For everybody"), default=False)
    role = models.ForeignKey(
        "staff.Role",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("For the role"),
    )
    tiles = models.JSONField(_("Tiles"), default=list, blank=True)
    origin = models.CharField(_("Made of"), max_length=40, default="", editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("Dashboard")
        verbose_name_plural = _("Dashboards")
        indexes: ClassVar = [
            active_index("dashboard_name", "name"),
            active_index("dashboard_owner", "owner", "name"),
            active_index("dashboard_role", "role", "name"),
            active_index("dashboard_everybody", "for_everybody", "name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def also_seen(cls, access: Access, before: str) -> Q:
        """Everybody sees what is meant for everybody, and for a role that they hold."""
        held = Role.objects.filter(holders=access.staff_id, archived_at__isnull=True).values("pk")
        return Q(**{f"{before}for_everybody": True}) | Q(**{f"{before}role__in": held})

    @property
    def is_shared(self) -> bool:
        return self.for_everybody or self.role_id is not None
