"""What a file is compared with: nobody learns from an import what else there is."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.access import Actor
from setia.foundation.staff.rights import actor_of
from setia.kit import exchange
from setia.kit.resources import Resource, registry
from tests.cast import NOW
from tests.leaks.world import SEEN, UNSEEN, World

pytestmark = pytest.mark.django_db


def matched_by_title(resource: Resource) -> bool:
    """Whether a file may mean records by what they are called, and two may be called the same."""
    owned = getattr(resource.model, "owner_path", None)
    if not (resource.importable and owned and resource.title in resource.import_keys):
        return False
    column: Any = resource.model._meta.get_field(resource.title)
    return not column.unique


NAMED = [resource for resource in registry if matched_by_title(resource)]


def findings(resource: Resource, title: str, by: Actor) -> Any:
    content = f"{resource.title}\n{title}\n".encode()
    run = exchange.receive([content], "names.csv", by, resource=resource.slug)
    found = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), by).to_json()
    return {name: found[name] for name in ("new", "changed", "unchanged", "refused")}


@pytest.mark.parametrize("resource", NAMED, ids=lambda r: r.slug)
def test_a_dry_run_does_not_tell_whether_somebody_else_has_a_record_of_that_name(
    resource: Resource, world: World, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    by = actor_of(world.readers["Sales representative"], "import", at=NOW)

    def title_of(which: str) -> str:
        return str(resource.title_of(resource.model._default_manager.get(pk=world.records[which, resource.noun])))

    assert findings(resource, title_of(UNSEEN), by) == findings(resource, "Nobody Ever", by)
    if resource.rows().filter(pk=world.records[SEEN, resource.noun]).exists():
        assert findings(resource, title_of(SEEN), by) != findings(resource, "Nobody Ever", by)
