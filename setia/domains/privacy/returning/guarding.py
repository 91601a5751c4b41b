"""Who was erased is not brought back, and who asked for restriction is only seen and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures.model import ErasedKey
from setia.domains.privacy.erasures.subjects import PARTY, fingerprint
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.guards import guard
from setia.kit.resources import Resource
from setia.kit.shaping.kinds import OwnReference

REQUESTS = "privacy.privacyrequest"
KEYS = {PARTY: ("email", "phone", "reference"), "parties.contactpoint": ("value",)}
"""The columns by which an import would find somebody."""

CHANGING_STATE = frozenset({"restricted_on", "version", "updated_at"})


@guard
def keep_closed(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    if not resource.story:
        return
    closed = _closed(resource, changes)
    for change in changes if closed else ():
        party = change.id if resource.story == "id" else change.after.get(resource.story)
        restricted_on, erased_at = closed.get(party, (None, None))
        if erased_at is not None and resource.noun != REQUESTS:
            _refuse(change, _("This person was erased. Nothing can be kept about them under this number any more."))
        elif restricted_on is not None and not _may_stay(resource, change, by):
            words = _("The processing is restricted since %(day)s: what is known may only be seen and kept.")
            _refuse(change, words % {"day": restricted_on.isoformat()})


def _refuse(change: Change, words: str) -> None:
    if change.is_new or change.dirty() or change.extra:
        change.refuse("", words)


def _may_stay(resource: Resource, change: Change, by: Actor) -> bool:
    """Whoever may lift a restriction may also write meanwhile; what the books need is written by everybody."""
    return (
        by.access.may("lift", REQUESTS) or (bool(resource.kept_for) and not change.is_new) or resource.noun == REQUESTS
    )


def _closed(resource: Resource, changes: Sequence[Change]) -> dict[Any, tuple[Any, Any]]:
    """Of the parties concerned those that are restricted or erased; one query, none for parties themselves."""
    if resource.story == "id":
        found = {c.id: (c.before["restricted_on"], c.before["erased_at"]) for c in changes if c.before}
        return {id_: state for id_, state in found.items() if state != (None, None)}
    ids = {change.after.get(resource.story) for change in changes} - {None}
    rows = Party.objects.exclude(restricted_on=None, erased_at=None)
    return {pk: tuple(state) for pk, *state in bulk.found(rows, "pk", ids, "pk", "restricted_on", "erased_at")}  # type: ignore[misc]


@guard
def lead_to_nobody_erased(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    """A field that the firm added does not lead to somebody who is gone, while a worker still empties these fields."""
    for name, field in resource.own.fields.items():
        if not isinstance(field.kind, OwnReference) or field.kind.noun != PARTY:
            continue
        new = [(c, c.after[field.path]) for c in changes if c.after.get(field.path) and c.changed(field.path)]
        gone = Party.objects.filter(erased_at__isnull=False)
        erased = {pk for (pk,) in bulk.found(gone, "pk", {party for _c, party in new}, "pk")} if new else set()
        for change, party in new:
            if party in erased:
                change.refuse(name, _("This person was erased. No field can lead to them any more."))


@guard
def keep_erased_out(resource: Resource, changes: Sequence[Change], by: Actor) -> None:
    """A file that still knows somebody who was erased does not bring them back; whoever returns is typed in."""
    names = KEYS.get(resource.noun)
    if names is None or by.channel != "import" or not ErasedKey.objects.exists():
        return
    asked = {
        fingerprint(str(change.after[name])): (change, name)
        for change in changes
        for name in names
        if change.after.get(name) and (change.is_new or change.changed(name))
    }
    known = dict(bulk.found(ErasedKey.objects.all(), "fingerprint", asked, "fingerprint", "erased_on"))
    for print_, erased_on in known.items():
        change, name = asked[print_]
        words = _("Whoever has this was erased on %(day)s. If they have come back, enter them by hand.")
        change.refuse(name, words % {"day": erased_on.isoformat()})
