"""For whom a price list is: a condition over parties, tested with the rights of the system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from setia.domains.catalog.price_lists.model import ForWhom, PriceList
from setia.foundation import conditions
from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.filters import as_query, fields_of
from setia.kit.readers import read_by_records
from setia.kit.resources import registry


def settle_whom(changes: Sequence[Change]) -> None:
    """One party, or a condition that can be read, or neither, as `for_whom` says."""
    for change in changes:
        after = change.after
        after["where"] = (after["where"] or "").strip()
        whom = after["for_whom"] = _whom(change)
        if whom == ForWhom.PARTY and after["party_id"] is None:
            change.refuse("party", _("Say for which party the list is."))
        if whom != ForWhom.PARTY and after["party_id"] is not None:
            change.refuse("party", _("Only a list for one party names one."))
        if whom == ForWhom.CONDITION and not after["where"]:
            change.refuse("where", _("Write the condition, such as: is_partner = yes."))
        if whom != ForWhom.CONDITION and after["where"]:
            change.refuse("where", _("Only a list for whoever fulfils a condition has one."))
        elif after["where"] and (change.changed("where") or change.changed("for_whom")):
            refuse_unreadable(change)


def _whom(change: Change) -> str:
    """Whoever names a party or writes a condition means it, unless they have just said that it is for everybody."""
    after = change.after
    if after["for_whom"] != ForWhom.EVERYBODY or (change.before and change.changed("for_whom")):
        return str(after["for_whom"])
    named = ForWhom.PARTY if after["party_id"] else ForWhom.CONDITION if after["where"] else ForWhom.EVERYBODY
    return str(named.value)


def refuse_unreadable(change: Change) -> None:
    text = change.after["where"]
    try:
        condition = conditions.parse(text)
        if any(test.value == "me" for test in conditions.tests_of(condition)):
            raise Refusal(_("A price list cannot speak of “me”: it is the same for everybody who asks."))
        as_query(registry["parties"], condition, system())
    except Refusal as refused:
        change.refuse("where", refused.message)


def fulfils(party_id: int, where: str, at: datetime) -> bool:
    """Whether a party fulfils the condition of a list; nobody does where it cannot be read any more."""
    try:
        rows = of_condition(where, at)
    except Refusal:
        return False
    return rows.filter(pk=party_id).exists()


def fields_asked_about() -> Iterator[tuple[str, str, str]]:
    """Which fields of parties the price lists in use ask about, so that none of them goes unnoticed."""
    parties = registry["parties"].noun
    rows = PriceList.objects.active().filter(for_whom=ForWhom.CONDITION).order_by("pk")
    for name, where in rows.values_list("name", "where"):
        try:
            asked = fields_of(conditions.parse(where))
        except Refusal:
            continue
        for field in sorted(asked):
            yield parties, field, _("Price list “%(name)s”") % {"name": name}


read_by_records(fields_asked_about)


def of_condition(where: str, at: datetime) -> QuerySet[Any]:
    """The parties that fulfil a condition, as the system sees them."""
    parties = registry["parties"]
    return parties.rows().filter(as_query(parties, conditions.parse(where), system(at=at)))
