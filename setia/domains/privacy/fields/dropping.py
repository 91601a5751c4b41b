"""Emptying a field of all records: in portions, resumable, with facts that do not keep what went."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from setia.domains.privacy.fields.counting import holds
from setia.domains.privacy.fields.model import PersonalField, Proposal
from setia.foundation.access import Actor, system
from setia.foundation.jobs import hold_lease, progress, task
from setia.kit.forgetting import entries
from setia.kit.forgetting.values import empty
from setia.kit.resources import Resource, registry
from setia.kit.writing import change_of, write

BATCH = 500
BREATH = 0.06
Tell = Callable[[int, int, str], None]


@task(own_transactions=True, retries=5)
def drop_values(pk: int) -> None:
    """A long job: killed between two portions, it goes on with the next."""
    drop(pk, system("job"), progress)


def drop(pk: int, by: Actor, tell: Tell) -> int:
    """Empty the field everywhere; how many values went in all. Also the archived records, and what the ledger told."""
    row = PersonalField.objects.get(pk=pk)
    resource = registry.of_noun(row.noun)
    condition = holds(resource, resource.fields[row.field])
    if not row.dropping or condition is None:
        return row.dropped
    total = resource.model._default_manager.filter(condition).count() + row.dropped
    while True:
        with transaction.atomic():
            hold_lease()
            row = PersonalField.objects.select_for_update().get(pk=pk)
            after = resource.model._default_manager.filter(pk__gt=row.position).order_by("pk")
            ids = list(after.values_list("pk", flat=True)[:BATCH])
            if not ids:
                _finish(row, by)
                return row.dropped
            row.dropped += _drop_of(resource, ids, row, by)
            row.position = ids[-1]
            PersonalField.objects.filter(pk=pk).update(dropped=row.dropped, position=row.position)
        tell(row.dropped, total, _("Dropping values"))
        time.sleep(BREATH)


def _drop_of(resource: Resource, ids: list[int], row: PersonalField, by: Actor) -> int:
    """Values of these records, and of those that hold none any more what they once held."""
    condition = holds(resource, resource.fields[row.field])
    full = set(resource.model._default_manager.filter(condition, pk__in=ids).values_list("pk", flat=True))
    gone = empty(resource, full, [row.field], by) if full else 0
    entries.drop_fields(resource, set(ids) - full, {resource.fields[row.field].path})
    return gone


def _finish(row: PersonalField, by: Actor) -> None:
    change = change_of(PersonalField.objects.get(pk=row.pk))
    change.after.update(dropping=False, position=0, filled=0, share=0, proposal=Proposal.NONE.value, reasons=[])
    write(registry.of_noun("privacy.personalfield"), [change], by, fact="personalfield.emptied",
          data={"count": row.dropped})  # fmt: skip
