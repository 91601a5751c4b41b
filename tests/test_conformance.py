"""Every noun keeps the promises of the house: the same checks for each resource, without a line of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setia.foundation import conditions
from setia.foundation.access import Actor, system
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.rights import new_token
from setia.kit import exchange, undoing, verbs
from setia.kit.conformance import disagreements, made, refusal_of, sample, shown
from setia.kit.lists import Listing
from setia.kit.measures import measure
from setia.kit.operations import find_operation, operations_of, perform
from setia.kit.resources import Resource, registry
from setia.kit.stories import history
from tests.browsing import browser_of
from tests.cast import NOW, PASSWORD, Cast, assemble

ALL = sorted(registry, key=lambda resource: resource.slug)
CREATABLE = [resource for resource in ALL if resource.creatable]
WHOLE = [resource for resource in CREATABLE if not resource.only]

each = pytest.mark.parametrize("resource", ALL, ids=lambda r: r.slug)
each_creatable = pytest.mark.parametrize("resource", CREATABLE, ids=lambda r: r.slug)
each_field = pytest.mark.parametrize(
    ("resource", "name"),
    [(r, n) for r in WHOLE for n, f in r.declared_fields.items() if f.editable and not f.compute],
    ids=lambda value: value if isinstance(value, str) else value.slug,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in ALL}))


@pytest.fixture
def by(cast: Cast) -> Actor:
    """Setia itself, in a company with people."""
    return system("web", NOW)


def signed_in(cast: Cast, name: str) -> Client:
    return browser_of(getattr(cast, name))


def queries_for(call: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@each
def test_an_empty_list_says_what_to_do_next(resource: Resource, cast: Cast) -> None:
    page = signed_in(cast, "root").get(f"/{resource.slug}/")
    assert page.status_code == 200
    if not resource.rows().filter(archived_at__isnull=True).exists():
        assert 'class="empty"' in page.content.decode()


@each_creatable
def test_a_list_of_thirty_costs_as_many_queries_as_one_of_three(resource: Resource, by: Actor) -> None:
    for number in range(3):
        made(resource, by, number)
    list(Listing(resource, by).page().rows)
    few = queries_for(lambda: Listing(resource, by).page())
    for number in range(3, 30):
        made(resource, by, number)
    assert queries_for(lambda: Listing(resource, by).page()) == few


@each_creatable
def test_a_page_of_ten_rows_costs_as_many_queries_as_one_of_three(resource: Resource, by: Actor, cast: Cast) -> None:
    """Some records bring others of their noun along; only a list longer than its page is counted as well."""
    client = signed_in(cast, "root")
    for number in range(3):
        made(resource, by, number)
    client.get(f"/{resource.slug}/")
    few = queries_for(lambda: client.get(f"/{resource.slug}/"))
    for number in range(3, 10):
        made(resource, by, number)
    assert queries_for(lambda: client.get(f"/{resource.slug}/")) == few


@each_creatable
def test_what_is_created_reads_back_the_same_on_every_face(resource: Resource, by: Actor, cast: Cast) -> None:
    values = sample(resource, by)
    pk = verbs.create(resource, values, by).ids[0]
    told = shown(resource, by, pk)
    token = new_token(cast.root, "conformance", ["*"], NOW)
    answer = Client().get(f"/api/v1/{resource.slug}/{pk}", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.content
    data = answer.json()
    assert {name: data[name] for name in told} == told
    page = signed_in(cast, "root").get(f"/{resource.slug}/{pk}/")
    assert page.status_code == 200


@each_creatable
def test_paging_through_a_list_meets_every_record_once(resource: Resource, by: Actor) -> None:
    wanted = {made(resource, by, number) for number in range(7)}
    sortable = [name for name, field in resource.fields.items() if field.sortable]
    assert set(resource.sortable) <= set(sortable)
    for sort in ("", *sortable, *(f"-{name}" for name in sortable)):
        listing = Listing(resource, by, sort=sort)
        met: list[int] = []
        cursor = ""
        while True:
            page = listing.page(cursor, 3)
            met += [row["id"] for row in page.rows]
            cursor = page.next
            if not cursor:
                break
        assert wanted <= set(met), sort
        assert len(met) == len(set(met)), sort
        back = listing.page(listing.page(listing.page("", 3).next, 3).previous, 3)
        assert [row["id"] for row in back.rows] == met[:3], sort


@each_creatable
def test_archiving_hides_restoring_brings_back_and_history_keeps_both(resource: Resource, by: Actor) -> None:
    pk = made(resource, by)
    if not resource.archivable:
        with pytest.raises(Forbidden):
            verbs.archive(resource, [pk], by)
        return
    verbs.archive(resource, [pk], by)
    assert pk not in {row["id"] for row in Listing(resource, by).page().rows}
    assert pk in {row["id"] for row in Listing(resource, by, archived=True).page().rows}
    verbs.restore(resource, [pk], by)
    assert pk in {row["id"] for row in Listing(resource, by).page(size=200).rows}
    kinds = list(Entry.objects.filter(noun=resource.noun, record_id=pk).values_list("kind", flat=True))
    assert f"{resource.fact}.archived" in kinds
    assert f"{resource.fact}.restored" in kinds


@each_field
def test_a_field_changes_leaves_history_and_can_be_undone(resource: Resource, name: str, by: Actor) -> None:
    field = resource.field(name)
    pk = made(resource, by, 0)
    before = shown(resource, by, pk)
    for example in reversed(field.kind.examples):
        refusal = refusal_of(lambda example=example: verbs.change(resource, [pk], {name: example}, by))
        if refusal is not None:
            assert isinstance(refusal, Refusal)
            continue
        after = shown(resource, by, pk)
        if after[name] == before[name]:
            continue
        entry = Entry.objects.filter(noun=resource.noun, record_id=pk).order_by("-id").first()
        assert field.path in entry.data["changes"]
        assert any(change.field == name for change in history(resource, pk, by).entries[0].changes)
        undoing.undo(entry.act, by)
        assert shown(resource, by, pk)[name] == before[name]
        return


@each_creatable
def test_undoing_a_creation_takes_the_record_out_of_every_list(resource: Resource, by: Actor) -> None:
    outcome = verbs.create(resource, sample(resource, by), by)
    assert outcome.act
    undoing.undo(outcome.act, by)
    assert outcome.ids[0] not in {row["id"] for row in Listing(resource, by).page(size=200).rows}


@each_field
def test_a_column_of_a_file_is_judged_as_the_form_judges_it(resource: Resource, name: str) -> None:
    assert list(disagreements(resource.field(name))) == []


@each
def test_somebody_without_rights_meets_a_closed_door_everywhere(resource: Resource, by: Actor, cast: Cast) -> None:
    pk = made(resource, by) if resource.creatable else 1
    eve, client = cast.acting("eve"), signed_in(cast, "eve")
    token = {"Authorization": f"Bearer {new_token(cast.eve, 'nothing', ['*'], NOW)}"}
    with pytest.raises(Forbidden):
        Listing(resource, eve)
    with pytest.raises(Forbidden):
        measure(resource, eve)
    for address in ("", "?q=sample", f"{pk}/", f"{pk}/edit", f"{pk}/history", "export.csv", "export.xlsx", "new"):
        assert client.get(f"/{resource.slug}/{address}").status_code in (403, 404), address
    assert client.post(f"/{resource.slug}/do/archive", {"ids": pk, "confirmed": "1"}).status_code in (403, 404)
    suggested = client.get(f"/suggest/{resource.noun}?q=")
    assert suggested.status_code in (403, 404) or 'role="option"' not in suggested.content.decode()
    for address in ("", "?q=sample", f"/{pk}", f"/{pk}/history", "/export.csv", "/sums"):
        answer = Client().get(f"/api/v1/{resource.slug}{address}", headers=token)
        assert answer.status_code in (403, 404), address
        assert answer["Content-Type"].startswith("application/problem+json")
    assert Client().post(f"/api/v1/{resource.slug}", data="{}", content_type="application/json",
                         headers=token).status_code in (403, 404, 405)  # fmt: skip
    for verb in operations_of(resource):
        with pytest.raises(Forbidden):
            perform(find_operation(resource, verb), [pk], {}, eve)


@pytest.mark.parametrize("resource", [r for r in WHOLE if "owner" in r.declared_fields], ids=lambda r: r.slug)
def test_own_means_own_team_means_team(resource: Resource, by: Actor, cast: Cast) -> None:
    ids = {}
    for number, owner in enumerate(("ada", "gil", "dev")):
        values = {**sample(resource, by, number), "owner": getattr(cast, owner).pk}
        ids[owner] = verbs.create(resource, values, by).ids[0]
    nobodys = verbs.create(resource, {**sample(resource, by, 5), "owner": ""}, by).ids[0]

    def seen(name: str) -> set[int]:
        return {row["id"] for row in Listing(resource, cast.acting(name)).page(size=200).rows}

    assert seen("ada") & {*ids.values(), nobodys} == {ids["ada"]}
    assert seen("dev") & {*ids.values(), nobodys} == {ids["ada"], ids["dev"]}
    assert seen("cleo") >= {*ids.values(), nobodys}
    client = signed_in(cast, "ada")
    assert client.get(f"/{resource.slug}/{ids['ada']}/").status_code == 200
    assert client.get(f"/{resource.slug}/{ids['gil']}/").status_code == 404
    lines = b"".join(client.get(f"/{resource.slug}/export.csv?columns=id")).decode().splitlines()
    assert str(ids["gil"]) not in {line.split(",")[0] for line in lines}


@each_creatable
def test_a_hidden_field_leaves_no_trace(resource: Resource, by: Actor, cast: Cast) -> None:
    name = next((n for n in resource.form_fields if n != resource.title and n in resource.columns), None)
    if name is None:
        name = next(n for n in resource.fields if n not in (resource.title, "id"))
    pk = made(resource, by)
    role = cast.cleo.roles.get()
    grants = dict(role.grants)
    grants[resource.governing] = {"sight": "all", "verbs": ["change"], "fields": {name: "hidden"}}
    role.grants = grants
    role.save(update_fields=["grants"])
    cleo = cast.acting("cleo")
    assert name not in shown(resource, cleo, pk)
    with pytest.raises(Refusal):
        Listing(resource, cleo, columns=(name,))
    with pytest.raises(Refusal):
        Listing(resource, cleo, where=conditions.Test(name, "is empty", None)).page()
    with pytest.raises(Refusal):
        Listing(resource, cleo, sort=name)
    with pytest.raises(Invalid):
        verbs.change(resource, [pk], {name: "x"}, cleo)
    token = {"Authorization": f"Bearer {new_token(cast.cleo, 'reads', ['*'], NOW)}"}
    assert name not in Client().get(f"/api/v1/{resource.slug}/{pk}", headers=token).json()
    assert all(change.field != name for told in history(resource, pk, cleo).entries for change in told.changes)


@pytest.mark.parametrize("resource", [r for r in CREATABLE if r.importable and r.import_keys], ids=lambda r: r.slug)
def test_an_export_imports_back_and_changes_nothing(resource: Resource, by: Actor, tmp_path: Any) -> None:
    for number in range(4):
        made(resource, by, number)
    names = tuple(n for n, f in resource.writable(by.access).items() if not f.compute)
    path = tmp_path / f"{resource.slug}.csv"
    path.write_bytes(b"".join(exchange.csv_chunks(Listing(resource, by, columns=("id", *names)), labels=False)))
    before = Entry.objects.exclude(kind="export.made").count()
    run = exchange.receive_file(path, by, resource=resource.slug)
    run = exchange.import_now(run, by)
    state = exchange.state_json(run)
    assert (state["new"], state["changed"], state["refused"]) == (0, 0, 0), state
    assert Entry.objects.exclude(kind__in=["export.made", "import.done"]).count() == before


def test_nobody_signs_in_with_the_password_of_somebody_else(cast: Cast) -> None:
    assert Client().login(email=cast.ada.email, password=PASSWORD)
    assert not Client().login(email=cast.ada.email, password="something-else")  # noqa: S106
