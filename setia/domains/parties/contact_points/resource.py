"""Contact points in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.contact_points.addresses import ADDRESS_PARTS, settle_address, settle_days
from setia.domains.parties.contact_points.copies import PARTY, lead_parties
from setia.domains.parties.contact_points.further import REACH
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.contact_points.primary import (
    Point,
    after_changes,
    by_place,
    chosen,
    current_points,
)
from setia.domains.parties.contact_points.reading import key_of, normalised
from setia.foundation import bulk, search
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.personal import Personal
from setia.kit.changes import Change
from setia.kit.kinds import Country
from setia.kit.resources import Group, Resource, registry, resource
from setia.kit.writing import changes_of, write


@resource
class ContactPoints(Resource):
    model = ContactPoint
    slug = "contact-points"
    label = gettext_lazy("Contact point")
    plural = gettext_lazy("Contact points")
    icon = "at-sign"
    title = "value"
    columns = ("party", "kind", "value", "label", "is_primary", "verified_on", "started_on", "ended_on")
    form = (
        Group(gettext_lazy("Contact point"), ("party", "kind", "value", "label", "is_primary")),
        Group(gettext_lazy("Postal address"), ADDRESS_PARTS),
        Group(gettext_lazy("In use"), ("started_on", "ended_on")),
    )
    kinds = {"country": Country()}
    hidden = ("key",)
    tells = {
        "value": ("email", "phone", "website", *ADDRESS_PARTS),
        **dict.fromkeys(ADDRESS_PARTS, ("value",)),
    }
    story = "party_id"
    aliases = {
        "party": ("contact", "customer", "client", "pelanggan"),
        "value": ("address", "adresse", "alamat", "valeur", "nilai"),
        "kind": ("type", "jenis"),
    }
    helps = {
        "is_primary": gettext_lazy("The one that is used first. Each kind has exactly one."),
        "value": gettext_lazy("An address, a number or a link. Leave it empty for a postal address in parts."),
        "country": gettext_lazy("Empty for the country of the party."),
    }
    samples = {"kind": "address", "value": "12 rue Haute, 75001 Paris"}
    personal = {
        "value": REACH,
        **dict.fromkeys(ADDRESS_PARTS, Personal(gettext_lazy("To deliver and visit."))),
    }
    impersonal = ("started_on", "ended_on", "verified_on")

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Every value in its normal form, none twice, and one primary of each kind."""
        countries = dict(bulk.found(_parties(), "pk", {c.after["party_id"] for c in changes} - {None}, "pk", "country"))
        for change in changes:
            country = countries.get(change.after["party_id"], "")
            settle_address(change, country)
            if change.changed("value") or change.changed("kind"):
                _normalise(change, country)
            settle_days(change, by.today)
        for points in after_changes(changes).values():
            keys: dict[str, Point] = {}
            for point in points:
                if keys.setdefault(point.key, point) is not point and point.change:
                    point.change.refuse("value", _("This contact point is already there."))
            primary = chosen(points)
            for point in points:
                if point.change:
                    point.change.after["is_primary"] = point is primary

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The others give way to a new primary one, and the parties follow."""
        parties = {row["party_id"] for c in changes for row in (c.before or {}, c.after) if row}
        ours = {change.id for change in changes}
        flips = []
        for points in by_place(current_points(parties)).values():
            primary = chosen([p for p in points if p.is_primary and p.id in ours] or points)
            flips += [(p.id, p is primary) for p in points if p.is_primary is not (p is primary)]
        if flips:
            self._flip(dict(flips), by)
        lead_parties(parties, by)
        self._index(parties)

    def _flip(self, flips: dict[int, bool], by: Actor) -> None:
        others = changes_of(self, flips)
        for change in others:
            change.after["is_primary"] = flips[change.id]
        write(self, others, by)

    def _index(self, parties: set[int]) -> None:
        """A party is found by any of its addresses and numbers."""
        whole = registry.of_noun(PARTY)
        paths = ("id", *whole.search_paths)
        rows = bulk.found(_parties(), "pk", parties, *paths)
        search.put(PARTY, whole.documents(dict(zip(paths, row, strict=True)) for row in rows), new=False)


def _parties():
    return registry.of_noun(PARTY).model.objects.all()


def _normalise(change: Change, country: str) -> None:
    after = change.after
    if not after["value"].strip():
        change.refuse("value", _("Say how the party is reached."))
        return
    try:
        after["value"] = normalised(after["kind"], after["value"], country)
    except Refusal as no:
        change.refuse("value", no.message)
    after["key"] = key_of(after["kind"], after["value"])
