"""A list as a file of address cards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from setia.kit.exchange.cards.writing import Version, fields_of, told, written_card
from setia.kit.exchange.exports.writing import recorded
from setia.kit.kinds import Field
from setia.kit.lists import Listing

CARDS = 500


def card_chunks(listing: Listing, version: Version = "4.0", *, only: Collection[str] | None = None) -> Iterator[bytes]:
    """Every record of the list as a card, some hundred at a time.

    With as much of it as the reader may know, or `only` with these fields.
    """
    readable = listing.resource.readable(listing.by.access)
    fields = fields_of(listing.resource, {name: f for name, f in readable.items() if only is None or name in only})
    whole = Listing(
        listing.resource, listing.by, columns=[field.name for field in fields.values()], where=listing.where,
        text=listing.text, sort="" if listing.by_rank else listing.sort, archived=listing.archived,
    )  # fmt: skip
    return _chunks(whole, fields, version)


def _chunks(listing: Listing, fields: Mapping[str, Field], version: Version) -> Iterator[bytes]:
    rows = listing.each(CARDS)
    with recorded(listing, "vcf", list(listing.columns)) as count:
        while some := list(islice(rows, CARDS)):
            yield b"".join(written_card(told(row, fields), version) for row in some)
            count(len(some))
