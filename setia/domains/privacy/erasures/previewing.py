"""What would go and what would stay, and why, if a party were erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures.subjects import PARTY, all_of, belonging
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit.forgetting.leading import leads_to
from setia.kit.kinds import AnyRecord
from setia.kit.previews import Line
from setia.kit.resources import Resource
from setia.kit.seeing import name_of

MOST_EXAMPLES = 3


def preview_of_erasure(party: Party, by: Actor) -> list[Line]:
    """One line for each kind of record, then the history, then what cannot be undone."""
    ids = all_of(party.pk)
    lines = list(_records(ids, by))
    lines += _leading(ids, by)
    told = Entry.objects.filter(story_id__in=ids).count()
    lines.append(Line(_("Entries in the history lose their words; kinds, days and amounts stay"), told))
    lines.append(Line(_("The name, all addresses and everything in the profile go; the number stays"), len(ids)))
    lines.append(Line(_("Files this person was imported from, kept answers and mails that name them are removed")))
    lines.append(Line(_("Nobody can bring this back, also not with Undo or from a backup"), is_warning=True))
    return lines


def _records(ids: tuple[int, ...], by: Actor) -> Iterator[Line]:
    numbers: dict[Resource, set[int]] = defaultdict(set)
    wheres: dict[Resource, str] = {}
    for way, rows in belonging(ids):
        resource = way.resource
        if resource is None or not resource.personal:
            continue
        numbers[resource] |= set(rows)
        where = _where(resource, ids)
        if where:
            wheres[resource] = where
    for resource, found in sorted(numbers.items(), key=lambda pair: (bool(pair[0].kept_for), pair[0].slug)):
        if not by.access.may("see", resource.governing):
            words, where, examples = str(resource.plural), "", []
        else:
            words, where, examples = str(resource.plural), wheres.get(resource, ""), _examples(resource, found, by)
        if resource.kept_for:
            told = _("%(records)s stay without the person: %(why)s")
            words = told % {"records": words, "why": resource.kept_for}
        else:
            words = _("%(records)s go") % {"records": words}
        yield Line(words, len(found), resource.slug if where else "", where, examples, bool(resource.kept_for))


def _leading(ids: tuple[int, ...], by: Actor) -> Iterator[Line]:
    """Records of others with a field that the firm added, which leads to this person."""
    counted: dict[Resource, set[int]] = defaultdict(set)
    for lead in leads_to(PARTY):
        counted[lead.resource] |= set(lead.numbers(ids))
    for resource, numbers in counted.items():
        if numbers:
            examples = _examples(resource, numbers, by) if by.access.may("see", resource.governing) else []
            words = _("%(records)s stay; the field that leads to this person is emptied")
            yield Line(words % {"records": resource.plural}, len(numbers), examples=examples)


def _where(resource: Resource, ids: tuple[int, ...]) -> str:
    for field in resource.fields.values():
        if getattr(field.kind, "noun", "") == PARTY and field.path.removesuffix("_id") == field.name:
            return f"{field.name} in ({', '.join(map(str, ids))})" if len(ids) > 1 else f"{field.name} = {ids[0]}"
        if isinstance(field.kind, AnyRecord):
            return f'{field.name} = "{PARTY}:{ids[0]}"'
    return ""


def _examples(resource: Resource, ids: set[int], by: Actor) -> list[str]:
    rows = resource.rows(by.access).filter(pk__in=sorted(ids)[:MOST_EXAMPLES]).order_by("pk")
    return [name for row in rows if (name := name_of(resource, row, by.access))]
