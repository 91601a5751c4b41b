"""Rights are those of this moment: what was taken away is gone with the next request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation.staff.models import Role, Staff
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from setia.kit.saved_views import SavedView
from tests.acting import SETIA, make
from tests.cast import NOW
from tests.leaks.faces import Reader
from tests.leaks.test_fields import limited
from tests.leaks.world import CROSSED, SEEN, UNSEEN, World

pytestmark = pytest.mark.django_db

SELLER = "Sales representative"


def company_of(world: World) -> str:
    return f"parties/{world.records[SEEN, 'parties.party']}"


def test_a_role_that_is_narrowed_closes_what_is_open(world: World, readers: dict[str, Reader]) -> None:
    reader, path = readers[SELLER], company_of(world)
    assert (reader.web(f"{path}/").status, reader.api(path).status) == (200, 200)
    Role.objects.filter(name=SELLER).update(grants={})
    assert (reader.web(f"{path}/").status, reader.api(path).status) == (403, 403)


def test_who_is_shut_out_is_out_at_once(world: World, readers: dict[str, Reader]) -> None:
    reader, path = readers[SELLER], company_of(world)
    Staff.objects.filter(pk=reader.staff.pk).update(is_active=False)
    assert (reader.web(f"{path}/").status, reader.api(path).status) == (302, 401)


def test_an_answer_is_not_repeated_in_full_to_somebody_with_fewer_rights(
    world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[SELLER]

    def call() -> Any:
        answer = reader.program.post(
            "/api/v1/companies", json.dumps({"name": "Acme Unrepeated"}), content_type="application/json",
            headers=reader.token | {"Idempotency-Key": "once"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    status, first = call()
    assert first["name"] == "Acme Unrepeated"
    assert call() == (201, first)
    grants = Role.objects.get(name=SELLER).grants
    grants["parties.party"]["fields"] = {"name": "hidden"}
    Role.objects.filter(name=SELLER).update(grants=grants)
    assert call() == (201, {"id": first["id"], "act": first["act"]})


def test_the_reason_given_with_a_verb_is_as_hidden_as_the_field_it_goes_into(world: World) -> None:
    deal = make("opportunities", party=world.records[SEEN, "parties.party"], name="Deal")
    perform(find_operation(registry["opportunities"], "lose"), [deal.pk], {"reason": "qzvxreason"}, SETIA)
    paths = (f"opportunities/{deal.pk}/", f"opportunities/{deal.pk}/history")
    for hidden, told in (([], True), (["lost_reason"], False)):
        reader = limited(registry["opportunities"], hidden)
        answers = [*map(reader.web, paths), reader.api(paths[1])]
        assert ["qzvxreason" in answer.body for answer in answers] == [told] * 3


def test_a_shared_view_that_asks_about_a_hidden_field_is_not_offered(world: World) -> None:
    view = SavedView.objects.create(
        resource="parties", name="qzvxview", owner=world.readers["Manager"], is_shared=True,
        where='about contains "secret"', created_at=NOW, updated_at=NOW,
    )  # fmt: skip
    for hidden, told in (([], True), (["about"], False)):
        reader = limited(registry["parties"], hidden)
        answers = [reader.web("parties/"), reader.api("views")]
        assert ["qzvxview" in answer.body for answer in answers] == [told] * 2
        assert reader.web("parties/", view=view.pk).status == (200 if told else 404)
        assert reader.api(f"views/{view.pk}").status == (200 if told else 404)


def test_a_form_is_saved_with_what_its_writer_may_not_see_left_as_it_is(
    world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[SELLER]
    deal, party = world.records[CROSSED, "sales.opportunity"], world.records[UNSEEN, "parties.party"]
    form = reader.web(f"opportunities/{deal}/edit").body
    assert f'value="{party}"' in form
    assert "not visible to you" in form
    answer = reader.call("PATCH", f"opportunities/{deal}", {"party": party, "next_step": "Call"})
    assert answer.status == 200, answer.body
    other = make("people", first_name="Somebody", last_name="Else").pk
    assert reader.call("PATCH", f"opportunities/{deal}", {"party": other}).status == 422


def test_a_page_of_references_costs_one_more_query_for_three_rows_and_for_thirty(
    world: World, readers: dict[str, Reader]
) -> None:
    reader, manager = readers[SELLER], readers["Manager"]

    def asked(who: Reader) -> int:
        who.api("opportunities", columns="name,party")
        with CaptureQueriesContext(connection) as captured:
            assert who.api("opportunities", columns="name,party").rows
        return len(captured)

    few = asked(reader)
    assert few == asked(manager) + 1
    for _number in range(30):
        make("opportunities", party=world.records[UNSEEN, "parties.party"], name="Deal", owner=reader.staff.pk)
    assert asked(reader) == few
