"""Files in and out: upload, mapping, dry run, start, errors, undo, and exports."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from setia.faces.api.tests.program import ROOT, Program, made, refused
from setia.foundation.jobs import run_until_empty
from setia.kit.exchange.tests.workbooks import xlsx

pytestmark = pytest.mark.django_db
FILE = b"name,city,employees\nAcme,Lyon,12\nBolt,Medan,many\nCord,Nice,7\n"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def upload(program: Program, content: bytes = FILE, name: str = "firms.csv", **parts: Any) -> Any:
    data = {"file": SimpleUploadedFile(name, content)} | {"resource": "companies"} | parts
    return program.client.post(f"{ROOT}/imports", data, headers=program.headers)


def path_of(answer: Any) -> str:
    assert answer.status_code == 201, answer.content
    return str(answer["Location"].removeprefix(ROOT))


def test_a_file_is_sent_tried_started_and_undone(admin: Program) -> None:
    sent = upload(admin)
    path = path_of(sent)
    draft = sent.json()
    assert (draft["state"], draft["total"], draft["resource"]) == ("draft", 3, "companies")
    assert [column["field"] for column in draft["plan"]["columns"]] == ["name", "city", "employees"]
    assert draft["preview"][0]["texts"] == ["Acme", "Lyon", "12"]
    findings = admin.post(f"{path}/dry-run").json()
    assert (findings["new"], findings["refused"]) == (2, 1)
    assert admin.names("/companies") == []

    started = admin.post(f"{path}/start")
    assert started.status_code == 202
    run_until_empty()
    done = admin.get(path).json()
    assert (done["state"], done["new"], done["refused"]) == ("done", 2, 1)
    assert admin.names("/companies") == ["Acme", "Cord"]
    errors = admin.get(f"{path}/errors.csv").getvalue().decode("utf-8-sig")
    assert "Bolt,Medan,many" in errors
    refused(admin.post(f"{path}/start"), 409)
    refused(admin.send("DELETE", path), 409)

    assert admin.post(f"{path}/undo").status_code == 202
    run_until_empty()
    assert admin.get(path).json()["state"] == "undone"
    assert admin.names("/companies") == []


def test_the_mapping_can_be_changed(admin: Program) -> None:
    path = path_of(upload(admin))
    mapped = admin.patch(path, {"columns": {"employees": {"field": ""}}, "accept_nearest": True})
    assert mapped.status_code == 200, mapped.content
    assert [column["field"] for column in mapped.json()["plan"]["columns"]] == ["name", "city", ""]
    assert admin.post(f"{path}/dry-run").json()["refused"] == 0
    for wrong in ({"columns": []}, {"columns": {"city": {"field": "nothing"}}}, {"nothing": 1}, {"currency": 5},
                  {"accept_nearest": "yes"}, {"resource": "nothing"}, {"resource": ["companies"]},
                  {"columns": {"city": "name"}}, {"columns": {"nothing": {"field": "name"}}}):  # fmt: skip
        answer = admin.patch(path, wrong)
        assert 400 <= answer.status_code < 500, (wrong, answer.content)
        refused(answer, answer.status_code)


def test_a_draft_can_be_dropped(admin: Program) -> None:
    path = path_of(upload(admin))
    assert [run["state"] for run in admin.get("/imports").json()["data"]] == ["draft"]
    assert admin.send("DELETE", path).status_code == 204
    refused(admin.get(path), 404)
    assert admin.get("/imports").json()["data"] == []


def test_imports_of_others_are_not_there(admin: Program, ada: Program) -> None:
    path = path_of(upload(admin))
    refused(ada.get(path), 404)
    refused(ada.patch(path, {}), 404)
    for verb in ("dry-run", "start", "undo"):
        refused(ada.post(f"{path}/{verb}"), 404)
    refused(ada.get(f"{path}/errors.csv"), 404)
    refused(ada.send("DELETE", path), 404)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"name\n\x00\x00", b"\xff\xfe\x00\x01", b"\x89PNG\r\n\x1a\n" * 20, b"PK\x03\x04" + b"x" * 100,
     b'name\n"half a quote\n', b"a," * 50_000 + b"b\n", b"%PDF-1.7\n%\xe2\xe3"],
)  # fmt: skip
def test_files_that_are_no_tables_are_refused(content: bytes, admin: Program) -> None:
    answer = upload(admin, content)
    if answer.status_code == 201:
        return
    assert 400 <= answer.status_code < 500
    refused(answer, answer.status_code)
    assert admin.get("/imports").json()["data"] == []


def test_uploads_are_forms_with_one_file(admin: Program, settings: Any) -> None:
    refused(admin.post("/imports", {"file": "x"}), 415)
    refused(admin.post("/imports", b"nonsense", Content_Type="multipart/form-data; boundary=x"), 422, "file")
    refused(admin.post("/imports", b"nonsense", Content_Type="multipart/form-data"), 400)
    refused(upload(admin, other="x"), 422, "other")
    two = [SimpleUploadedFile("a.csv", FILE), SimpleUploadedFile("b.csv", FILE)]
    refused(admin.client.post(f"{ROOT}/imports", {"file": two}, headers=admin.headers), 422, "file")
    assert upload(admin, resource="nothing").status_code in (404, 422)
    settings.UPLOAD_LIMIT = 10
    refused(upload(admin), 413, "file")
    settings.UPLOAD_LIMIT = -100_000
    refused(upload(admin), 413)


def test_a_list_is_exported_as_it_is_seen(admin: Program) -> None:
    for n in range(3):
        made("companies", name=f"Firm {n}", city="Lyon" if n else "Nice")
    answer = admin.get("/companies/export.csv", {"columns": "name,city", "where": "city = Lyon", "sort": "-name"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in lines] == [
        ["Name", "City"],
        ["Firm 2", "Lyon"],
        ["Firm 1", "Lyon"],
    ]
    sheet = load_workbook(BytesIO(admin.get("/companies/export.xlsx", {"columns": "name"}).getvalue())).active
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Name", "Firm 0", "Firm 1", "Firm 2"]
    refused(admin.get("/companies/export.csv", {"limit": 5}), 400, "limit")
    refused(admin.get("/companies/export.xlsx", {"columns": "nothing"}), 400, "columns")
    refused(admin.get("/companies/export.pdf"), 404)


def test_a_sheet_of_a_workbook_is_chosen_when_it_is_sent_or_later(admin: Program, tmp_path: Any) -> None:
    firms = [["name", "city"], ["Acme", "Lyon"]]
    book = xlsx(tmp_path / "a.xlsx", {"Cover": [["Hello"], ["you"]], "Firms": firms}).read_bytes()
    draft = upload(admin, book, "a.xlsx", sheet="Firms").json()
    assert (draft["sheet"], draft["sheets"], draft["total"]) == ("Firms", ["Cover", "Firms"], 1)
    refused(upload(admin, book, "a.xlsx", sheet="Nothing"), 409)
    path = path_of(upload(admin, book, "a.xlsx"))
    assert admin.get(path).json()["sheet"] == "Cover"
    refused(admin.patch(path, {"sheet": 7}), 422)
    changed = admin.patch(path, {"sheet": "Firms", "resource": "companies"}).json()
    assert [column["field"] for column in changed["plan"]["columns"]] == ["name", "city"]
    refused(admin.patch(path_of(upload(admin)), {"sheet": "Firms"}), 409)


def test_a_mapping_is_kept_taken_for_the_next_file_and_dropped(admin: Program) -> None:
    path = path_of(upload(admin, b"wer,stadt\nAcme,Lyon\n"))
    chosen = {"columns": {"wer": {"field": "name"}, "stadt": {"field": "city"}}, "mode": "create", "match": "name"}
    assert admin.patch(path, chosen).json()["plan"]["mode"] == "create"
    refused(admin.patch(path, {"mode": "destroy"}), 422)
    refused(admin.patch(path, {"match": "city"}), 422)
    kept = admin.post("/import-mappings", {"run": int(path.rpartition("/")[2]), "name": "Monthly"})
    assert kept.status_code == 201, kept.content
    again = upload(admin, b"stadt,wer\nNice,Bolt\n").json()
    assert [column["field"] for column in again["plan"]["columns"]] == ["city", "name"]
    refused(upload(admin, mapping="Nothing"), 404)
    assert [mapping["name"] for mapping in admin.get("/import-mappings").json()["data"]] == ["Monthly"]
    one = f"/import-mappings/{kept.json()['id']}"
    assert admin.get(one).json()["plan"]["match"] == "name"
    assert admin.send("DELETE", one).status_code == 204
    refused(admin.get(one), 404)


def test_people_are_exported_as_cards_and_orders_are_not(admin: Program) -> None:
    assert admin.post("/people", {"first_name": "Ayu", "email": "ayu@post.example"}).status_code == 201
    cards = b"".join(admin.get("/people/export.vcf?version=3.0").streaming_content).decode()
    assert cards.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert "EMAIL;TYPE=pref:ayu@post.example\r\n" in cards
    assert "EMAIL" not in b"".join(admin.get("/people/export.vcf?columns=name").streaming_content).decode()
    refused(admin.get("/orders/export.vcf"), 404)
