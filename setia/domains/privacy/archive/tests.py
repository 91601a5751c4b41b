"""What a person gets who asks for it, and that no noun can be forgotten in it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.archive.gathering import records
from setia.domains.privacy.erasures.subjects import PARTY
from setia.foundation.errors import NotFound
from setia.foundation.ledger import Entry
from setia.foundation.records import noun
from setia.kit.conformance import sample
from setia.kit.forgetting.belonging import ways_to
from setia.kit.kinds import AnyRecord, Field, Reference
from setia.kit.papers import made
from setia.kit.resources import Resource, registry
from setia.kit.verbs import create
from tests.acting import SETIA, do, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def pointing() -> list[Resource]:
    """Nouns with a field that leads to a party, or to any record."""
    return [
        resource
        for resource in registry.nouns().values()
        if resource.noun != PARTY
        and any(
            isinstance(field.kind, AnyRecord) or (isinstance(field.kind, Reference) and field.kind.noun == PARTY)
            for field in resource.declared_fields.values()
        )
    ]


def test_every_table_that_refers_to_a_party_is_walked() -> None:
    walked = {way.table for way in ways_to(Party)}
    referring = {
        model
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model is Party
    }
    assert referring - walked == set()
    assert {resource.model for resource in pointing()} - walked == set()


def chosen(resource: Resource) -> Field | None:
    """The field in which somebody says whose a record is; what follows from another record has none."""
    fields = [f for f in resource.declared_fields.values() if f.editable and resource.creatable]
    return next((f for f in fields if isinstance(f.kind, AnyRecord) or getattr(f.kind, "noun", "") == PARTY), None)


@pytest.mark.parametrize("resource", [r for r in pointing() if chosen(r)], ids=lambda r: r.slug)
def test_what_refers_to_a_party_is_in_its_archive(resource: Resource) -> None:
    bo, field = make("people", name="Bo"), chosen(resource)
    assert field is not None
    values = sample(resource, SETIA) | {field.name: f"{PARTY}:{bo.pk}" if isinstance(field.kind, AnyRecord) else bo.pk}
    pk = create(resource, values, SETIA).ids[0]
    found = {one.noun: {row["id"] for row in rows} for one, rows in records(bo.pk, SETIA)}
    assert pk in found[resource.noun]


def archive(request: Any, by: Any = SETIA) -> tuple[dict[str, Any], str]:
    document = made(registry["privacy-requests"], request.pk, "archive", by)
    with zipfile.ZipFile(io.BytesIO(document.body)) as whole:
        return json.loads(whole.read("data.json")), whole.read("read-me.html").decode()


def test_the_archive_holds_records_history_origin_and_purposes_and_is_in_the_persons_language() -> None:
    bo = make("people", name="Bo Lund", email="bo@lund.example", language="fr")
    make("consents", party=bo.pk, channel="email", purpose=make("contact-purposes", name="News", wording="Yes").pk)
    order = make("orders", party=bo.pk, total="1", currency="EUR")
    make("order-lines", order=order.pk, description="Rope", quantity="1", unit_price="1")
    do("note", bo, text="Rang about ropes", kind="call")
    make("people", name="Somebody Else", email="other@lund.example")
    data, page = archive(make("privacy-requests", kind="access", party=bo.pk))
    assert data["records"]["parties"][0]["email"] == "bo@lund.example"
    assert data["records"]["consents"][0]["wording"] == "Yes"
    assert "Rope" in {line["description"] for line in data["records"]["order-lines"]}
    assert any(entry["said"].get("text") == "Rang about ropes" for entry in data["history"])
    assert data["where_it_came_from"]
    assert "Somebody Else" not in json.dumps(data) + page
    assert '<html lang="fr">' in page
    assert "Rang about ropes" in page


def test_that_the_archive_was_taken_is_told_and_only_for_requests_of_that_kind() -> None:
    bo = make("people", name="Bo Lund")
    asked = make("privacy-requests", kind="portability", party=bo.pk)
    archive(asked)
    assert Entry.objects.filter(kind="privacyrequest.handed_out", record_id=asked.pk).count() == 1
    with pytest.raises(NotFound):
        archive(make("privacy-requests", kind="restriction", party=bo.pk))


def test_only_who_may_answer_requests_gets_the_archive() -> None:
    cast = assemble(["parties.party"])
    asked = make("privacy-requests", kind="access", party=make("people", name="Bo").pk)
    with pytest.raises(NotFound):
        archive(asked, cast.acting("ada"))


def test_names_of_nouns_are_those_of_their_tables() -> None:
    assert {noun(way.table) for way in ways_to(Party) if way.resource} >= {
        "sales.order",
        "sales.orderline",
        "work.task",
    }
