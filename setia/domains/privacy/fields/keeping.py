"""The rows of the report follow the declarations: new fields come, those that are gone are put away."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import override

from setia.domains.privacy.fields.model import PersonalField
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.kit.changes import Change
from setia.kit.kinds import Field
from setia.kit.resources import Resource, registry
from setia.kit.writing import changes_of, write

Place = tuple[str, str]


def declared() -> Iterator[tuple[Resource, Field]]:
    """All personal fields of all nouns, own ones too."""
    for resource in registry.nouns().values():
        for field in resource.fields.values():
            if field.personal:
                yield resource, field


@transaction.atomic
def keep_up(by: Actor) -> None:
    """Bring the rows up to what is declared now. What the company has set itself stays."""
    rows = registry.of_noun("privacy.personalfield")
    known = {(row.noun, row.field): row.pk for row in PersonalField.objects.all()}
    changes = {(c.after["noun"], c.after["field"]): c for c in changes_of(rows, known.values())}
    wanted: list[Change] = []
    there: set[Place] = set()
    with override(our_company().language):
        for resource, field in declared():
            place = (resource.noun, field.name)
            there.add(place)
            wanted.append(_brought_up(changes.get(place), resource, field))
    for place in changes.keys() - there:
        changes[place].after["archived_at"] = changes[place].after["archived_at"] or by.at
        wanted.append(changes[place])
    write(rows, [change for change in wanted if change.is_new or change.dirty()], by)


def _brought_up(change: Change | None, resource: Resource, field: Field) -> Change:
    personal = field.personal
    assert personal is not None
    change = change or Change(after={"noun": resource.noun, "field": field.name, "is_own": False})
    after = change.after
    after["records"] = str(resource.plural)[:80]
    after["name"] = f"{resource.plural}: {field.label}"[:160]
    after["archived_at"] = None
    if not after["is_own"]:
        after.update(purpose=str(personal.purpose)[:300], basis=str(personal.basis.value), months=personal.months)
    return change
