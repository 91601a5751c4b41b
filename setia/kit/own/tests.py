"""Indexes over own values: made by a job, used by filters and by the order of lists, dropped again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q

from setia.foundation import bulk
from setia.foundation.access import Access, Grant
from setia.kit import verbs
from setia.kit.own import indexing
from setia.kit.own.indexing import index_of
from setia.kit.resources import registry
from setia.kit.segments import Segment
from setia.kit.shaping.model import OwnField
from tests.acting import SETIA, make_many
from tests.shaping import define, field, in_force, redefine

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    "text": lambda n: f"K-{n:05}",
    "whole": lambda n: n,
    "number": lambda n: Decimal(n) / 4,
    "amount": lambda n: n * 100,
    "day": lambda n: date.fromordinal(738_000 + n),
}


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "parties_party")
    return {name for name in found if name.startswith("own_value_")}


@pytest.mark.parametrize("kind", VALUES)
def test_a_filter_and_the_order_of_a_list_use_the_index(kind: str) -> None:
    defined = define(kind, is_searched=True)
    assert indexes() == {index_of(defined.pk)}
    path, value = field(defined).path, VALUES[kind]
    make_many("parties", [
        {"kind": "company", "name": f"Firm {n}", path: value(n)} for n in range(2_000)
    ])  # fmt: skip
    bulk.analyse("parties_party")
    rows = registry["parties"].rows().filter(archived_at__isnull=True)
    for descending in (False, True):
        segment = Segment(path, True, False, descending, ())
        assert uses(segment._first(rows)[:50], defined)
        assert uses(segment._after(rows, value(1_000), 7)[:50], defined)
    assert uses(rows.filter(Q((path, value(77)))).values_list("id"), defined)
    within = Q((f"{path}__gte", value(1_990)), (f"{path}__lte", value(1_995)))
    assert uses(rows.filter(within).values_list("id"), defined)


def uses(query: Any, defined: OwnField) -> bool:
    """Whether the database would read this index; the plan is its own."""
    plan = query.explain()
    assert index_of(defined.pk) in plan, f"{query.query}\n{plan}"
    return True


def test_the_index_goes_with_the_wish_and_with_the_field() -> None:
    defined = define("text", is_searched=True)
    assert field(defined).sortable
    defined = redefine(defined, is_searched=False)
    indexing.bring_in_line.call(defined.pk)
    assert not indexes()
    assert not field(defined).sortable
    defined = redefine(defined, is_searched=True)
    in_force(verbs.archive, registry["own-fields"], [defined.pk], SETIA)
    indexing.bring_in_line.call(defined.pk)
    assert (indexes(), OwnField.objects.get().index_state) == (set(), "")
    assert in_force(verbs.restore, registry["own-fields"], [defined.pk], SETIA).index_state == "ready"
    assert len(indexes()) == 1


def test_until_the_index_is_there_nothing_is_sorted_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    defined = define("text")
    with transaction.atomic():
        OwnField.objects.filter(pk=defined.pk).update(is_searched=True, index_state="waiting")
    assert not field(defined).sortable


def test_a_failure_is_told_on_the_field(monkeypatch: pytest.MonkeyPatch) -> None:
    defined = define("text")
    OwnField.objects.filter(pk=defined.pk).update(is_searched=True, index_state="waiting")

    def broken(_defined: OwnField) -> None:
        raise indexing.DatabaseError("disk is full\nmore")

    monkeypatch.setattr(indexing, "_make", broken)
    with pytest.raises(indexing.DatabaseError):
        indexing.bring_in_line.call(defined.pk)
    defined.refresh_from_db()
    assert (defined.index_state, defined.index_fault) == ("failed", "disk is full")


def test_what_somebody_may_know_is_found_once_in_a_request_and_anew_when_a_field_is_added() -> None:
    companies, asked = registry["companies"], Access(1, grants={"parties.party": Grant(fields={"revenue": "hidden"})})
    known = companies.readable(asked)
    assert companies.readable(asked) is known
    assert "revenue" in companies.fields.keys() - known.keys()
    card = define()
    assert companies.readable(asked).keys() - known.keys() == {card.name}
    assert registry["people"].readable(asked).keys() != companies.readable(asked).keys()
