"""All ways to reach a party in one text, as files and cards carry them: a line for each, "phone/home: +33142685300".

Reading such a text only adds: what is not in it stays, because a file seldom knows everything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.contact_points.addresses import ADDRESS_PARTS, in_one_line
from setia.domains.parties.contact_points.copies import COPIED, NEW, NO_ADDRESS
from setia.domains.parties.contact_points.model import ContactKind, ContactPoint, Place
from setia.domains.parties.contact_points.reading import key_of, normalised
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.errors import Refusal
from setia.foundation.personal import Personal
from setia.kit.changes import Change
from setia.kit.exchange.cards.ways import Way, in_parts, read_ways, written_ways
from setia.kit.kinds import Field, LongText, ReadingContext
from setia.kit.kinds.kind import Column
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

FURTHER, POINT = "reached_by", "parties.contactpoint"
TOLD_BY = ("value", "email", "phone", "website", *ADDRESS_PARTS)
"""What the text gives away."""


class Kept(NamedTuple):
    """What matters here of a contact point that is in use."""

    id: int
    party: int
    kind: str
    value: str
    key: str
    label: str
    is_primary: bool
    street: str
    postal_code: str
    city: str
    region: str
    country: str

    @property
    def written(self) -> str:
        """An address in its parts, where these are known."""
        return in_parts([getattr(self, name) for name in ADDRESS_PARTS]) or self.value


def _kept(parties: Iterable[int]) -> dict[int, list[Kept]]:
    rows = ContactPoint.objects.filter(archived_at__isnull=True, ended_on__isnull=True)
    names = ("id", "party_id", "kind", "value", "key", "label", "is_primary", *ADDRESS_PARTS)
    found: dict[int, list[Kept]] = defaultdict(list)
    for row in sorted(bulk.found(rows, "party_id", parties, *names)):
        found[row[1]].append(Kept(*row))
    return found


def _fill(rows: list[dict[str, Any]]) -> None:
    """What the columns of the party itself do not say already."""
    points = _kept({row["id"] for row in rows})
    for row in rows:
        row[FURTHER] = written_ways(
            Way(point.kind, point.written, point.label)
            for point in points.get(row["id"], ())
            if point.label or not (point.is_primary and point.kind in COPIED)
        )


class Ways(LongText):
    """Lines of ways; in a file, telephone numbers without a country code are of the country that was said for it."""

    examples = ("phone/home: +33142685300", "email: nadine@example.org")

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        read = super().parse_column(texts, field, context)
        read.values = [text and _with_country(text, context.country) for text in read.values]
        return read


def _with_country(text: str, country: str) -> str:
    ways, others = read_ways(text)
    return "\n".join([written_ways(_in_country(way, country) for way in ways), *others]).strip()


def _in_country(way: Way, country: str) -> Way:
    """The way with its number in the international form, where that can be found out."""
    if way.kind != ContactKind.PHONE:
        return way
    try:
        return way._replace(value=normalised(way.kind, way.value, country))
    except Refusal:
        return way


REACH = Personal(gettext_lazy("To reach the person about what they asked for, bought or were promised."))

FURTHER_FIELD = Field(
    name=FURTHER,
    label=gettext_lazy("Also reached by"),
    kind=Ways(),
    path=FURTHER,
    filterable=False,
    compute=_fill,
    aliases=("other contact points", "autres coordonnées", "kontak lain"),
    help=gettext_lazy("One line each, as in “phone/home: +33 1 42 68 53 00”. Nothing is taken away."),
    personal=REACH,
)


def settle_further(changes: Sequence[Change]) -> None:
    """Bring the ways into their normal form; refuse what is none, take out what is known already."""
    told = [change for change in changes if FURTHER in change.extra]
    points = _kept({change.id for change in told if change.id}) if told else {}
    for change in told:
        known = {(point.kind, point.key): point.label for point in points.get(change.id, ())}
        ways = [way for way in _ways(change) if known.get((way.kind, key_of(way.kind, way.value))) not in _said(way)]
        for kind, name in COPIED.items():
            if not change.after[name]:
                change.after[name] = next((way.value for way in ways if way.kind == kind), "")
        change.extra[FURTHER] = ways
        if not ways:
            del change.extra[FURTHER]


def _said(way: Way) -> set[str | None]:
    """The labels under which a way is known as well as it is told: without a word about it, any."""
    return {way.label} if way.label else {"", *Place.values}


def _ways(change: Change) -> list[Way]:
    ways, others = read_ways(str(change.extra[FURTHER] or ""))
    for line in others[:3]:
        change.refuse(FURTHER, _("“%(line)s” is no way to reach somebody. Write “phone: …”.") % {"line": cited(line)})
    found: dict[tuple[str, str], Way] = {}
    for way in ways:
        if way.kind not in ContactKind.values or way.label not in ("", *Place.values):
            words = _("“%(kind)s” is no kind of contact point.")
            change.refuse(FURTHER, words % {"kind": cited("/".join(filter(None, (way.kind, way.label))))})
            continue
        country = change.after.get("country") or ""
        parts = _settled(way.parts, country)
        try:
            value = normalised(way.kind, _in_one_line(parts) or way.value, country)
        except Refusal as refusal:
            change.refuse(FURTHER, refusal.message)
            continue
        found.setdefault((way.kind, key_of(way.kind, value)), Way(way.kind, value, way.label, parts))
    return list(found.values())


def _settled(parts: Sequence[str], country: str) -> tuple[str, ...]:
    """As they are kept: without a country, an address is in that of its party, if we know it."""
    if not parts:
        return ()
    street, code, city, region, own = parts
    return street, code.upper(), city, region, own or country


def _in_one_line(parts: Sequence[str]) -> str:
    return in_one_line(dict(zip(ADDRESS_PARTS, parts, strict=True))) if parts else ""


def write_further(changes: Sequence[Change], by: Actor) -> None:
    """Add the points that are not there, and say of the others where they are used."""
    told = [change for change in changes if change.extra.get(FURTHER)]
    if not told:
        return
    points = _kept({change.id for change in told})
    new = [change for change in told if change.is_new]
    _write_new(new, points, by)
    _write_changed([change for change in told if not change.is_new], points, by)


def _write_new(changes: Sequence[Change], points: dict[int, list[Kept]], by: Actor) -> None:
    """What a new party has belongs to its own creation, as its first address and number do."""
    rows: list[tuple[Any, ...]] = []
    labels: list[tuple[str, int]] = []
    for change in changes:
        known = {(point.kind, point.key): point for point in points.get(change.id, ())}
        led = {point.kind for point in known.values() if point.is_primary}
        for way in change.extra[FURTHER]:
            key = key_of(way.kind, way.value)
            if point := known.get((way.kind, key)):
                labels.append((way.label, point.id))
                continue
            is_first = way.kind not in led
            point_of = (change.id, way.kind, way.value, key, way.label, is_first)
            rows.append((*point_of, None, by.at, by.at, 1, None, *(way.parts or NO_ADDRESS)))
            led.add(way.kind)
        # The row is written; this is for whoever files it for search.
        change.after[FURTHER] = [way.value for way in change.extra[FURTHER] if way.kind in COPIED]
    bulk.insert(ContactPoint, NEW, rows)
    bulk.update(ContactPoint, ("label",), labels)


def _write_changed(changes: Sequence[Change], points: dict[int, list[Kept]], by: Actor) -> None:
    resource = registry.of_noun(POINT)
    wanted: list[Change] = []
    labels: dict[int, str] = {}
    for change in changes:
        known = {(point.kind, point.key): point for point in points.get(change.id, ())}
        for way in change.extra[FURTHER]:
            point = known.get((way.kind, key_of(way.kind, way.value)))
            if point is None:
                after = {"party_id": change.id, "kind": way.kind, "value": way.value, "label": way.label}
                after |= dict(zip(ADDRESS_PARTS, way.parts, strict=False))
                wanted.append(Change(after=after))
            elif way.label and point.label != way.label:
                labels[point.id] = way.label
    for altered in changes_of(resource, labels):
        altered.after["label"] = labels[altered.id]
        wanted.append(altered)
    write(resource, wanted, by)
