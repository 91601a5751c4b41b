"""Importing: what is good is kept, what is bad comes back with the reason, nothing happens twice."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.conf import settings as site

from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal, TooLarge
from setia.foundation.jobs import run_until_empty
from setia.foundation.ledger import Entry
from setia.kit import exchange, verbs
from setia.kit.exchange import ImportRun
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.lists import Listing
from setia.kit.resources import registry
from setia.kit.writing import change_of
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.refused


def refused_rows(run: ImportRun) -> list[list[str]]:
    path = exchange.error_file(run)
    return list(csv.reader(path.open(newline="", encoding="utf-8-sig"))) if path else []


def company(name: str) -> Any:
    return registry["companies"].rows().get(name=name)


def test_bad_rows_come_back_with_number_and_reason_and_the_others_are_kept(arrive: Arrive, by: Actor) -> None:
    run = exchange.import_now(
        arrive(
            "name,employees,country\nAcme,12,fr\nBolt,many,\n,7,\n=Cord(),9,Atlantis\nDole,8,de,x\n",
            resource="companies",
        ),
        by,
    )
    assert counts(run) == (1, 0, 0, 4)
    rows = refused_rows(run)
    assert rows[0] == ["name", "employees", "country", "Row", "Reason"]
    assert [row[3] for row in rows[1:]] == ["3", "4", "5", "6"]
    assert rows[1][4] == "employees: “many” is not a whole number."
    assert rows[3][0] == "'=Cord()"
    assert "country" in rows[3][4]
    assert "5 cells" in rows[4][4] or "4 cells" in rows[4][4]
    assert sum(problem["count"] for problem in run.problems) == 4


def test_an_empty_cell_leaves_what_is_there_and_a_full_one_changes_it(arrive: Arrive, by: Actor) -> None:
    exchange.import_now(arrive("name,city,employees\nAcme,Lyon,12\n", resource="companies"), by)
    run = exchange.import_now(arrive("name,city,employees\nAcme,,15\n", resource="companies"), by)
    assert counts(run) == (0, 1, 0, 0)
    acme = company("Acme")
    assert (acme.city, acme.employees, acme.version) == ("Lyon", 15, 2)
    entry = Entry.objects.get(act=run.act)
    assert (entry.kind, entry.data["changes"], entry.channel) == (
        "party.changed",
        {"employees": [12, 15]},
        "import",
    )


def test_the_same_file_again_changes_nothing_not_even_the_ledger(arrive: Arrive, by: Actor) -> None:
    lines = "name,city,employees,revenue,country\nAcme,Lyon,12,1200.50,France\nBolt,,,,\n"
    exchange.import_now(arrive(lines, resource="companies"), by)
    before = Entry.objects.count()
    run = exchange.import_now(arrive(lines, resource="companies"), by)
    assert counts(run) == (0, 0, 2, 0)
    assert (run.act, Entry.objects.count()) == (None, before)


def test_the_nearest_record_is_taken_when_that_was_accepted(arrive: Arrive, by: Actor) -> None:
    verbs.create(registry["products"], {"name": "GTX Pro"}, by)
    lines = "opportunity,product\nOne,GTXPro\nTwo,gtx  PRO\nThree,Bicycle\n"
    plain = exchange.import_now(arrive(lines, resource="opportunities"), by)
    assert counts(plain) == (1, 0, 0, 2)
    run = arrive(lines, resource="opportunities", columns={"product": {"when_unknown": "nearest"}})
    run = exchange.import_now(run, by)
    assert (run.new, run.refused) == (2, 1)
    assert run.readings == [["product", "GTXPro", "GTX Pro", 1]]
    assert refused_rows(run)[1][-1] == "product: There is no product “Bicycle”."


def test_what_is_missing_is_made_once_and_belongs_to_the_import(arrive: Arrive, by: Actor) -> None:
    lines = "product,series\nGTX Pro,GTX\nGTX Basic,gtx\nMG Special,MG\n"
    run = exchange.import_now(arrive(lines, resource="products"), by)
    assert counts(run) == (3, 0, 0, 0)
    assert sorted(registry["brands"].rows().values_list("name", flat=True)) == ["GTX", "MG"]
    assert Entry.objects.filter(act=run.act).count() == 5


def test_two_records_of_one_name_are_not_guessed_between(arrive: Arrive, by: Actor) -> None:
    for _twice in range(2):
        verbs.create(registry["companies"], {"name": "Acme"}, by)
    run = exchange.import_now(arrive("opportunity,account\nOne,Acme\n", resource="opportunities"), by)
    assert "2 records are called “Acme”" in refused_rows(run)[1][-1]
    run = exchange.import_now(arrive("name,city\nAcme,Lyon\n", resource="companies"), by)
    assert "2 records have this Name" in refused_rows(run)[1][-1]


def test_a_second_row_about_the_same_record_is_refused(arrive: Arrive, by: Actor) -> None:
    run = arrive("name,city\nAcme,Lyon\nBolt,Nice\nACME,Lille\n", resource="companies")
    run = exchange.import_now(run, by)
    assert counts(run) == (2, 0, 0, 1)
    assert "Row 2 of the file is about the same record" in refused_rows(run)[1][-1]
    again = arrive("name,city\nAcme,Lyon\nBolt,Nice\nAcme,Lille\n", resource="companies")
    again = carry_on(again, by, size=1)
    assert counts(again) == (0, 0, 2, 1)
    assert company("Acme").city == "Lyon"


def test_references_within_the_file_may_stand_in_any_order_and_depth(arrive: Arrive, by: Actor) -> None:
    lines = "name,subsidiary_of\nC,B\nX,Y\nB,A\nY,X\nLost,Nobody\nA,\n"
    run = carry_on(arrive(lines, resource="companies"), by, size=2)
    assert counts(run) == (3, 0, 0, 3)
    relations = registry["relations"].rows().values_list("party__name", "other__name")
    assert sorted(relations) == [("B", "A"), ("C", "B")]
    assert [row[2] for row in refused_rows(run)[1:]] == ["3", "5", "6"]
    assert sorted(path.name for path in run.folder.iterdir()) == ["errors.csv", "source"]


def test_a_unique_number_taken_in_the_same_file_is_named_and_the_rest_kept(arrive: Arrive, by: Actor) -> None:
    verbs.create(registry["people"], {"last_name": "Ada", "reference": "7"}, by)
    lines = "".join(f"Firm {n},{n}\n" for n in range(1, 40))
    run = exchange.import_now(arrive(f"name,reference\n{lines}", resource="companies"), by)
    assert counts(run) == (38, 0, 0, 1)
    assert "exists already" in refused_rows(run)[1][-1]


def test_an_imported_row_is_the_record_that_typing_it_in_makes(arrive: Arrive, by: Actor) -> None:
    """Bulk equals single, for every resource that has something to type in."""
    values = {
        "companies": {"name": "Acme", "sector": "Software", "country": "France", "revenue": "1200.50",
                      "founded_in": "1999", "email": "Info@Acme.example", "phone": "+33 1 42 68 53 00"},
        "people": {"first_name": "Ada", "last_name": "Loveless", "email": "a@b.example", "is_customer": "1"},
        "products": {"name": "GTX", "list_price": "12.50", "kind": "Service", "unit": "hour"},
        "teams": {"name": "North", "office": "Lille"},
    }  # fmt: skip
    for slug, typed in values.items():
        resource = registry[slug]
        made = resource.rows().get(pk=verbs.create(resource, typed, by).ids[0])
        single = change_of(made).after
        resource.model._default_manager.filter(pk=made.pk).delete()
        lines = f"{','.join(typed)}\n{','.join(typed.values())}\n"
        run = exchange.import_now(arrive(lines, resource=slug), by)
        assert counts(run) == (1, 0, 0, 0), (slug, refused_rows(run))
        bulk = change_of(resource.rows().get()).after
        own = {"id", "created_at", "updated_at", "password"}
        assert {n: v for n, v in bulk.items() if n not in own} == {n: v for n, v in single.items() if n not in own}


def test_a_job_imports_with_the_rights_of_who_started_it(arrive: Arrive) -> None:
    cast = assemble(["parties.party"])
    ada = cast.acting("ada")
    run = arrive("name,owner\nMine,Ada Seller\nNobody's,\nHis,Gil Seller\n", actor=ada, resource="companies")
    exchange.start(run, ada)
    run_until_empty()
    run.refresh_from_db()
    assert (run.state, counts(run)) == ("done", (2, 0, 0, 1))
    assert "records of your own" in refused_rows(run)[1][-1]
    assert set(registry["companies"].rows().values_list("owner", flat=True)) == {cast.ada.pk}
    entry = Entry.objects.filter(act=run.act).first()
    assert entry is not None
    assert (entry.actor_id, entry.channel) == (cast.ada.pk, "import")


def test_records_of_others_are_neither_changed_nor_seen(arrive: Arrive, by: Actor) -> None:
    cast = assemble(["parties.party", "sales.opportunity"])
    verbs.create(registry["companies"], {"name": "Acme", "reference": "A1"}, cast.acting("gil"))
    ada = cast.acting("ada")
    run = exchange.import_now(arrive("reference,name\nA1,Mine now\n", actor=ada, resource="companies"), ada)
    assert (counts(run), company("Acme").version) == ((0, 0, 0, 1), 1)
    run = exchange.import_now(arrive("opportunity,account\nOne,Acme\n", actor=ada, resource="opportunities"), ada)
    assert "There is no customer “Acme”" in refused_rows(run)[1][-1]
    with pytest.raises(NotFound):
        exchange.find_run(run.pk, cast.acting("gil"))
    assert exchange.find_run(run.pk, by) == run


def test_an_archived_record_is_not_changed(arrive: Arrive, by: Actor) -> None:
    ids = verbs.create(registry["companies"], {"name": "Acme"}, by).ids
    verbs.archive(registry["companies"], ids, by)
    run = exchange.import_now(arrive("name,city\nAcme,Lyon\n", resource="companies"), by)
    assert "“Acme” is archived. Restore it first." in refused_rows(run)[1][-1]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"name\n", b'name\n"x', b"PK\x03\x04junk"])
def test_a_refused_file_leaves_nothing_behind(by: Actor, content: bytes) -> None:
    with pytest.raises(Refusal):
        exchange.receive([content], "bad.csv", by)
    assert list((site.DATA_DIR / "imports").iterdir()) == []
    assert not ImportRun.objects.exists()


def test_an_upload_stops_at_its_limit(by: Actor) -> None:
    with pytest.raises(TooLarge):
        exchange.receive((b"name\n" for _n in range(1_000_000)), "big.csv", by, limit=1000)
    assert list((site.DATA_DIR / "imports").iterdir()) == []


def test_a_name_with_a_path_is_only_a_name(arrive: Arrive) -> None:
    assert arrive("name\nAcme\n", "../../etc/\x00evil\n.csv").file_name == "evil.csv"


def test_a_draft_can_be_dropped_and_a_finished_import_cannot_begin_again(arrive: Arrive, by: Actor) -> None:
    draft = arrive("name\nAcme\n", resource="companies")
    folder = draft.folder
    exchange.discard(draft, by)
    assert not folder.exists()
    run = exchange.import_now(arrive("name\nAcme\n", resource="companies"), by)
    for act in (exchange.import_now, exchange.start, exchange.discard):
        with pytest.raises(Refusal):
            act(run, by)
    run.refresh_from_db()
    assert run.state == "done"


def test_an_export_with_names_comes_back_unchanged(arrive: Arrive, by: Actor) -> None:
    lines = 'name,city,revenue,country,about\nAcme,Lyon,-0,FR,=SUM(A1)\n"O\'Neil, ""Bo""",,1200.5,ID,"\'=x"\n'
    run = exchange.import_now(arrive(lines, resource="companies"), by)
    assert counts(run) == (2, 0, 0, 0)
    columns = ("name", "city", "revenue", "currency", "country", "about", "is_customer", "owner")
    listing = Listing(registry["companies"], by, columns=columns)
    content = b"".join(exchange.csv_chunks(listing, labels=False))
    before = Entry.objects.count()
    back = exchange.receive([content], "companies.csv", by)
    assert [column.field for column in exchange.plan_of(back).columns] == ["record", *columns]
    assert counts(exchange.import_now(back, by)) == (0, 0, 2, 0)
    assert Entry.objects.count() == before
