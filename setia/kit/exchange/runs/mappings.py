"""Mappings that are kept: next month's file is understood as this month's was."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.foundation.records import Record
from setia.foundation.search import fold
from setia.kit.exchange.files import Sheet
from setia.kit.exchange.plans import guess, importable
from setia.kit.exchange.plans.plan import ADDRESS, ColumnPlan, Plan, importable_fields
from setia.kit.resources import registry

KEPT = ("field", "date_order", "when_unknown", "when_empty", "prefix", "accepted")
OF_ALL = ("currency", "country", "language", "mode", "match")
FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class ImportMapping(Record):
    """`headers` is what files it is for have in common: a fingerprint of their column names in any order.

    Files that appear in the `folder` of this name are imported by it, with the rights of its owner.
    """

    name = models.CharField(_("Name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Kept by"))
    is_shared = models.BooleanField(_("Shown to everybody"), default=False)
    resource = models.CharField(_("Kind of records"), max_length=60)
    headers = models.CharField(max_length=64)
    plan = models.JSONField(default=dict)
    folder = models.CharField(_("Folder"), max_length=60, blank=True, default="")

    owner_path = "owner"

    class Meta:
        app_label = "kit"
        verbose_name = _("Mapping")
        verbose_name_plural = _("Mappings")
        indexes: ClassVar = [models.Index(fields=["headers", "owner"], name="mapping_of_headers")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["folder"], condition=~Q(folder="") & Q(archived_at__isnull=True), name="mapping_of_folder"
            )
        ]

    def __str__(self) -> str:
        return self.name


def fingerprint(headers: Iterable[str]) -> str:
    """The same for files with the same columns, in whatever order they stand."""
    names = sorted({fold(header.replace("_", " ")) for header in headers if header})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def mappings(by: Actor) -> QuerySet[ImportMapping]:
    """One's own and those that are shared, of what this person may import."""
    slugs = [resource.slug for resource in importable(by)]
    mine = Q(owner=by.staff_id or 0) | Q(is_shared=True)
    rows = ImportMapping.objects.active().filter(resource__in=slugs).order_by("name", "id")
    found: QuerySet[ImportMapping] = rows if by.access.is_admin else rows.filter(mine)
    return found


def find_mapping(name: str | int, by: Actor) -> ImportMapping:
    """By its number or its name; one's own comes before those of others."""
    rows = mappings(by)
    found = list(rows.filter(pk=name) if isinstance(name, int) else rows.filter(name=name))
    found.sort(key=lambda mapping: mapping.owner_id != by.staff_id)
    if not found:
        raise NotFound(gettext("There is no mapping “%(name)s”.") % {"name": str(name)[:80]}, field="mapping")
    return found[0]


def keep_mapping(plan: Plan, by: Actor, name: str, *, is_shared: bool = False, folder: str = "") -> ImportMapping:
    """Keep what the plan says under a name; one's own of the same name is written over."""
    if by.staff_id is None:
        raise Forbidden(gettext("A mapping belongs to a person. Name one with --by."))
    name, errors = name.strip(), {}
    if not name or len(name) > 80 or not name.isprintable():
        errors["name"] = [gettext("Give the mapping a name of up to 80 characters.")]
    if folder and not by.access.is_admin:
        raise Forbidden(gettext("Only administrators let files be imported from a folder."))
    if folder and not FOLDER.fullmatch(folder):
        errors["folder"] = [gettext("The name of a folder has small letters, digits and hyphens.")]
    own = ImportMapping.objects.active().filter(owner=by.staff_id, name=name).first()
    other = ImportMapping.objects.active().filter(folder=folder).exclude(pk=own.pk if own else 0).first()
    if folder and other:
        errors["folder"] = [gettext("The mapping “%(name)s” has this folder already.") % {"name": other.name}]
    if errors:
        raise Invalid(errors)
    mapping = own or ImportMapping(owner_id=by.staff_id, name=name, created_at=by.at, version=0)
    mapping.resource, mapping.plan = plan.target.slug, _kept(plan)
    mapping.headers = fingerprint(column.header for column in plan.columns)
    mapping.is_shared, mapping.folder = is_shared, folder
    mapping.updated_at, mapping.version = by.at, mapping.version + 1
    mapping.save()
    return mapping


def forget_mapping(mapping: ImportMapping, by: Actor) -> None:
    if mapping.owner_id != by.staff_id and not by.access.is_admin:
        raise Forbidden(gettext("Only whoever kept a mapping, or an administrator, removes it."))
    mapping.archived_at, mapping.version = by.at, mapping.version + 1
    mapping.save(update_fields=["archived_at", "version"])


def _kept(plan: Plan) -> dict[str, Any]:
    columns = {
        column.header: {name: getattr(column, name) for name in KEPT} for column in plan.columns if column.header
    }
    return {"columns": columns, **{name: getattr(plan, name) for name in OF_ALL}}


def mapped_by(mapping: ImportMapping, sheet: Sheet, by: Actor) -> Plan:
    """The plan for a file by a kept mapping, as far as this person may fill the fields it names."""
    plan = guess(sheet, by, mapping.resource)
    kept = {fold(header): choices for header, choices in mapping.plan["columns"].items()}
    allowed = importable_fields(registry[mapping.resource], by).keys() | {"", ADDRESS}
    why = gettext("kept as “%(name)s”") % {"name": mapping.name}
    columns = [_column(column, kept.get(fold(column.header)), allowed, why) for column in plan.columns]
    settings_ = {name: mapping.plan[name] for name in OF_ALL if name in mapping.plan}
    plan = replace(plan, columns=columns, **settings_)
    plan.notices.append(gettext("The columns are read as kept under “%(name)s”.") % {"name": mapping.name})
    return plan


def _column(column: ColumnPlan, kept: dict[str, Any] | None, allowed: Iterable[str], why: str) -> ColumnPlan:
    """A column as it was kept. One that was not there then is not imported: nobody decided about it."""
    if kept is None or kept["field"] not in allowed:
        return replace(column, field="", confidence=0.0)
    return replace(column, **kept, confidence=1.0 if kept["field"] else 0.0, why=why if kept["field"] else column.why)


def plan_for(sheet: Sheet, by: Actor, resource: str = "", mapping: str | int = "") -> Plan:
    """How a file is understood: by the mapping named, by the one kept for its columns, or by guessing."""
    if mapping:
        return mapped_by(find_mapping(mapping, by), sheet, by)
    kept = mappings(by).filter(headers=fingerprint(sheet.headers))
    if resource:
        kept = kept.filter(resource=resource)
    mine = sorted(kept.order_by("-updated_at")[:50], key=lambda mapping: mapping.owner_id != by.staff_id)
    return mapped_by(mine[0], sheet, by) if mine else guess(sheet, by, resource)
