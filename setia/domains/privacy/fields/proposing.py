"""What could be collected no more, and what could be dropped, with reasons that a person can judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.domains.privacy.fields.model import PersonalField, Proposal
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import Actor
from setia.foundation.conditions import parse, tests_of
from setia.foundation.errors import Refusal
from setia.foundation.periods import months_later
from setia.foundation.personal import Basis
from setia.kit.exchange.runs.mappings import ImportMapping
from setia.kit.kinds import Field
from setia.kit.readers import all_readers
from setia.kit.resources import Resource, registry
from setia.kit.saved_views import SavedView
from setia.kit.uses import Use

FEW = 20
"""Of fewer records a share says nothing."""


def propose(rows: Iterable[PersonalField], by: Actor) -> None:
    """Judge the counted rows; what is proposed and why is kept as codes, and said in the reader's language."""
    rules = our_rules()
    begun = Use.objects.aggregate(first=Min("day"))["first"]
    is_known_long_enough = begun is not None and begun <= months_later(by.today, -rules.unused_months)
    views, readers = named_in_views(), all_readers()
    for row in rows:
        row.proposal, row.reasons = Proposal.NONE, []
        resource = registry.of_noun(row.noun)
        field = resource.fields.get(row.field)
        if field is None or is_needed(resource, field) or views.get((row.noun, row.field)):
            continue
        if readers.get((row.noun, row.field)) or row.basis == Basis.LEGAL_OBLIGATION:
            continue
        unused = is_known_long_enough and not (row.shown or row.asked or row.exported or row.api)
        nearly_empty = row.number >= FEW and row.share < rules.fill_below
        reasons: list[list[Any]] = [["unused", rules.unused_months]] if unused else []
        reasons += [["nearly_empty", str(row.share)]] if nearly_empty else []
        reasons += [["unnamed", 0]] if reasons else []
        if unused and row.filled:
            row.proposal, row.reasons = Proposal.DROP, reasons
        elif reasons and row.is_collected and field.editable:
            row.proposal, row.reasons = Proposal.STOP, reasons


def is_needed(resource: Resource, field: Field) -> bool:
    """What a record cannot do without: its name, what must be filled in, and what only follows from others."""
    return field.required or field.name == resource.title or not field.editable or bool(field.compute)


def named_in_views() -> dict[tuple[str, str], list[SavedView]]:
    """Saved views by the personal fields that they show, ask about or are sorted by."""
    found: dict[tuple[str, str], list[SavedView]] = {}
    for view in SavedView.objects.active().order_by("pk"):
        for place in places_in(view):
            found.setdefault(place, []).append(view)
    return found


def places_in(view: SavedView) -> Iterator[tuple[str, str]]:
    if view.resource not in registry:
        return
    resource = registry[view.resource]
    try:
        asked = {test.field.partition(".")[0] for test in tests_of(parse(view.where))} if view.where else set()
    except Refusal:
        asked = set()
    for name in {*view.columns, *asked, view.sort.removeprefix("-")}:
        field = resource.fields.get(name)
        if field and field.personal:
            yield resource.noun, name


def mappings_with(resource: Resource, name: str) -> list[str]:
    """Kept mappings of imports that fill the field."""
    rows = ImportMapping.objects.filter(archived_at__isnull=True)
    slugs = {one.slug for one in registry if one.noun == resource.noun}
    return [row.name for row in rows if row.resource in slugs and name in str(row.plan)]


def in_words(reasons: Iterable[Iterable[Any]], used_on: date | None) -> str:
    """Why something is proposed, in the reader's language."""
    said = []
    for code, value in reasons:
        if code == "unused":
            words = ngettext(
                "Nobody has looked at it, asked for it or taken it out for %(count)d month.",
                "Nobody has looked at it, asked for it or taken it out for %(count)d months.",
                int(value),
            )
            said.append(words % {"count": int(value)})
        elif code == "nearly_empty":
            said.append(_("Only %(share)s %% of the records hold something.") % {"share": value})
        elif code == "unnamed":
            said.append(_("No view, rule or estimate names it."))
    if said and used_on:
        said.append(_("Last used on %(day)s.") % {"day": used_on.isoformat()})
    return " ".join(said)
