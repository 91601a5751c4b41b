"""What can be done with a personal field: collect it no more, collect it again, drop what is there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from setia.domains.parties.contact_points.copies import COPIED
from setia.domains.privacy.fields.counting import holds
from setia.domains.privacy.fields.dropping import drop_values
from setia.domains.privacy.fields.model import PersonalField, Proposal
from setia.domains.privacy.fields.proposing import is_needed, mappings_with, named_in_views
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.personal import Basis
from setia.kit.kinds import Field
from setia.kit.operations import operation
from setia.kit.previews import Line
from setia.kit.readers import readers_of
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of
from setia.kit.writing import changes_of, write

MOST_EXAMPLES = 3
MOST_COUNTED = 100_000


def of(row: PersonalField) -> tuple[Resource, Field]:
    resource = registry.of_noun(row.noun)
    if row.field not in resource.fields:
        raise Refusal(_("This field is there no more."))
    return resource, resource.fields[row.field]


def preview_of_stop(row: PersonalField, by: Actor) -> list[Line]:
    resource, field = of(row)
    places = {"records": resource.plural, "field": field.label}
    lines = [Line(_("%(field)s is asked for no more in forms, imports and by programs: %(records)s") % places)]
    lines += _filled(row, resource, field, by, _("values stay as they are"))
    return lines + _affected(row, resource)


def preview_of_drop(row: PersonalField, by: Actor) -> list[Line]:
    resource, field = of(row)
    lines = _filled(row, resource, field, by, _("values are emptied, also in the history"))
    lines.append(Line(_("It is collected no more")))
    lines += _affected(row, resource)
    return [*lines, Line(_("Nobody can bring this back, also not with Undo"), is_warning=True)]


def _filled(row: PersonalField, resource: Resource, field: Field, by: Actor, words: str) -> list[Line]:
    """How many records hold something (of very many as it was counted by night), and a few that the reader may see."""
    condition = holds(resource, field)
    if condition is None:
        return []
    number = row.filled if row.number > MOST_COUNTED else resource.model._default_manager.filter(condition).count()
    if not by.access.may("see", resource.governing) or field.name not in resource.readable(by.access):
        return [Line(words, number)]
    rows = resource.rows(by.access).filter(condition, archived_at__isnull=True).order_by("pk")[:MOST_EXAMPLES]
    examples = [name_of(resource, row, by.access) for row in rows]
    where = f"{field.name} is not empty" if field.filterable else ""
    return [Line(words, number, resource.slug if where else "", where, examples)]


def _affected(row: PersonalField, resource: Resource) -> list[Line]:
    """What will not work as before."""
    lines = [Line(str(words), is_warning=True) for words in readers_of(row.noun, row.field)]
    views = named_in_views().get((row.noun, row.field), [])
    if views:
        shared = [view.name for view in views if view.is_shared]
        words = ngettext("view names it", "views name it", len(views))
        lines.append(Line(words, len(views), examples=shared, is_warning=True))
    if mappings := mappings_with(resource, row.field):
        words = ngettext("mapping of imports fills it", "mappings of imports fill it", len(mappings))
        lines.append(Line(words, len(mappings), examples=mappings, is_warning=True))
    return lines


@operation(
    records="personalfield.stopped",
    label=gettext_lazy("Stop collecting"),
    told=gettext_lazy("collected no more"),
    icon="circle-off",
    bulk=False,
    when=lambda row: row.is_collected and not row.dropping,
    preview=preview_of_stop,
)
def stop_personalfield(row: PersonalField, *, by: Actor) -> None:
    """The field disappears from forms, imports and what programs send. What is there stays."""
    resource, field = of(row)
    if is_needed(resource, field):
        raise Refusal(_("A record cannot do without this field."))
    _collect(row, by, collected=False)


@operation(
    records="personalfield.collected",
    label=gettext_lazy("Collect again"),
    told=gettext_lazy("collected again"),
    icon="circle-play",
    bulk=False,
    when=lambda row: not row.is_collected and not row.dropping,
    labels={"reason": gettext_lazy("What it is needed for")},
)
def collect_personalfield(row: PersonalField, *, reason: str, by: Actor) -> None:
    """The field is back in forms, imports and what programs may send."""
    of(row)
    _collect(row, by, collected=True)


@operation(
    records="personalfield.dropping",
    label=gettext_lazy("Drop the values"),
    told=gettext_lazy("dropping of its values begun"),
    icon="eraser",
    tone="danger",
    bulk=False,
    when=lambda row: not row.dropping,
    preview=preview_of_drop,
)
def drop_personalfield(row: PersonalField, *, by: Actor) -> None:
    """The field is collected no more, and what it holds is emptied everywhere. It cannot be undone."""
    resource, field = of(row)
    if is_needed(resource, field) or holds(resource, field) is None:
        raise Refusal(_("A record cannot do without this field."))
    if row.basis == Basis.LEGAL_OBLIGATION:
        raise Refusal(_("The law obliges us to keep it. If that is not so, change its legal basis first."))
    if resource.noun == "parties.party" and field.name in COPIED.values():
        raise Refusal(_("This is a copy of the first contact point of its kind. Drop the contact points instead."))
    if row.dropping:
        raise Refusal(_("Its values are being dropped already."))
    _collect(row, by, collected=False)
    row.dropping, row.position, row.dropped = True, 0, 0
    drop_values.using(key=f"privacy:drop:{row.pk}").enqueue(row.pk)


def _collect(row: PersonalField, by: Actor, *, collected: bool) -> None:
    """Keep it with the company, which every process reads anyway."""
    row.is_collected = collected
    if not collected and row.proposal == Proposal.STOP:
        row.proposal = Proposal.NONE
    company = registry.of_noun("foundation.company")
    (change,) = changes_of(company, [our_company().pk])
    given_up = set(change.after["not_collected"]) - {f"{row.noun}.{row.field}"}
    change.after["not_collected"] = sorted(given_up if collected else given_up | {f"{row.noun}.{row.field}"})
    write(company, [change], by)
