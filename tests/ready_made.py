"""Pipeline, sources, reasons, roles and choices that migrations make, again after a test that emptied the tables."""

from __future__ import annotations

from django.utils import timezone

from setia.domains.organisation.roles.ready_made import make_roles
from setia.domains.sales.lead_sources.ready_made import make_sources
from setia.domains.sales.pipelines.ready_made import make_pipeline
from setia.domains.sales.reasons.ready_made import make_reasons
from setia.foundation.staff.models import Role
from setia.kit.resources import registry
from setia.kit.shaping.listed import make_choices


def make_ready_made() -> None:
    pipelines, stages = registry["pipelines"].model, registry["stages"].model
    if not pipelines._default_manager.exists():
        make_pipeline(pipelines, stages, timezone.now())
    make_sources(registry["sources"].model, timezone.now())
    make_reasons(registry["reasons"].model, timezone.now())
    choices = registry["list-choices"].model
    if not choices._default_manager.exists():
        make_choices(choices, timezone.now())
    if not Role.objects.exists():
        make_roles(Role, timezone.now())
