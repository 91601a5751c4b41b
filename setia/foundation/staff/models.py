"""The people who work in Setia: accounts, teams, roles and API tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from setia.foundation.records import Record, Records, active_index


class Team(Record):
    name = models.CharField(_("Name"), max_length=120, unique=True)
    office = models.CharField(_("Office"), max_length=120, blank=True)
    lead = models.ForeignKey(
        "staff.Staff", models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("Led by")
    )

    class Meta:
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")
        indexes: ClassVar = [active_index("team_name", "name")]

    def __str__(self) -> str:
        return self.name


class Role(Record):
    """A named set of grants: {noun: {"sight": …, "verbs": […], "fields": {name: mode}}}."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    purpose = models.CharField(_("What it is for"), max_length=300, blank=True)
    grants = models.JSONField(_("Rights"), default=dict, blank=True)

    class Meta:
        verbose_name = _("Role")
        verbose_name_plural = _("Roles")
        indexes: ClassVar = [active_index("role_name", "name")]

    def __str__(self) -> str:
        return self.name


class StaffAccounts(BaseUserManager["Staff"].from_queryset(Records)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> Staff:
        found: Staff = self.get(email__iexact=email)
        return found

    def create_account(self, name: str, email: str, password: str | None = None, **fields: Any) -> Staff:
        now = timezone.now()
        account: Staff = self.model(name=name, email=email.lower(), created_at=now, updated_at=now, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Staff(Record, AbstractBaseUser):
    """An employee. Without an e-mail address they own records but cannot sign in."""

    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail"), null=True, blank=True, unique=True)
    title = models.CharField(_("Position"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("Team")
    )
    roles = models.ManyToManyField(Role, blank=True, related_name="holders", verbose_name=_("Roles"))
    is_admin = models.BooleanField(_("Administrator"), default=False)
    is_active = models.BooleanField(_("May sign in"), default=True)
    language = models.CharField(_("Language"), max_length=8, default="en")
    zone = models.CharField(_("Time zone"), max_length=40, default="UTC")
    preferences = models.JSONField(default=dict, blank=True)

    objects = StaffAccounts()  # type: ignore[misc]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = _("Staff member")
        verbose_name_plural = _("Staff")
        indexes: ClassVar = [active_index("staff_name", "name")]

    def __str__(self) -> str:
        return self.name


class Token(Record):
    """A key for programs. Only its hash is kept; `scopes` narrows what its owner may do."""

    owner = models.ForeignKey(Staff, models.CASCADE, related_name="tokens", verbose_name=_("Acts as"))
    name = models.CharField(_("What it is for"), max_length=120)
    prefix = models.CharField(_("Begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("May"), default=list)
    expires_at = models.DateTimeField(_("Expires"), null=True, blank=True)
    used_at = models.DateTimeField(_("Last used"), null=True, blank=True, editable=False)

    owner_path = "owner"

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        indexes: ClassVar = [active_index("token_owner", "owner")]

    def __str__(self) -> str:
        return self.name
