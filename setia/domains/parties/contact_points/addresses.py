"""Postal addresses in their parts, and the days between which a contact point is in use."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from setia.domains.parties.contact_points.model import ContactKind
from setia.kit.changes import Change

ADDRESS_PARTS = ("street", "postal_code", "city", "region", "country")
CODE_LAST = frozenset({"AU", "CA", "GB", "ID", "IE", "IN", "NZ", "PH", "SG", "TH", "US", "VN"})
"""Where the postal code stands behind the town (Universal Postal Union, "Postal addressing systems")."""


def settle_address(change: Change, country: str) -> None:
    """Put the value together from the parts. An address without a country is in that of its party, if we know it."""
    after = change.after
    if after["kind"] != ContactKind.ADDRESS:
        _refuse_parts(change)
        return
    for name in ADDRESS_PARTS:
        after[name] = " ".join(after[name].split())
    after["postal_code"] = after["postal_code"].upper()
    if not any(after[name] for name in ADDRESS_PARTS):
        return
    after["country"] = after["country"] or country
    if change.is_new or any(change.changed(name) for name in ADDRESS_PARTS):
        after["value"] = in_one_line(after) or after["value"]


def in_one_line(address: dict[str, str]) -> str:
    """As it is written in its country, on one line and without the country."""
    code, city, region = address["postal_code"], address["city"], address["region"]
    town = (city, region, code) if address["country"] in CODE_LAST else (code, city, region)
    return ", ".join(filter(None, [address["street"], " ".join(filter(None, town))]))


def _refuse_parts(change: Change) -> None:
    for name in ADDRESS_PARTS:
        if change.after[name]:
            change.refuse(name, _("Only a postal address has these parts."))


def settle_days(change: Change, today: date) -> None:
    """It ends after it began; what was verified is not any more once it is another value."""
    after = change.after
    if after["started_on"] and after["ended_on"] and after["ended_on"] < after["started_on"]:
        change.refuse("ended_on", _("It cannot end before it began."))
    if change.before and change.before["key"] != after["key"] and change.before["verified_on"] == after["verified_on"]:
        after["verified_on"] = None
