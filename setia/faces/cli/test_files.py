"""`setia import` and `setia export`: files in and out, and nothing lost between."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from setia.faces.cli import conftest
from setia.faces.cli.conftest import Setia
from setia.kit.exchange import ImportRun
from setia.kit.exchange.tests.workbooks import xlsx
from setia.kit.resources import registry
from tests.acting import make
from tests.cast import assemble

pytestmark = pytest.mark.django_db

B2B = Path(__file__).parents[3] / "tests" / "data" / "b2b"
Write = Callable[..., Path]


class Terminal(StringIO):
    """A keyboard with somebody at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(text: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return put


@pytest.fixture
def firms(write: Write) -> Path:
    """Two good rows and one that breaks a rule."""
    return write("company,city,employees,email\nAcme,Lyon,3,\nBolt,Nice,4,\nCrane,Lille,many,\n")


def count(setia: Setia, resource: str = "companies") -> int:
    return int(setia("show", resource, "--count").out)


def left_behind(tmp_path: Path) -> list[Path]:
    """Files in the data folder, but for the one that says the installation is in use."""
    return [path for path in (tmp_path / "data").rglob("*") if path.is_file() and path.name != "in-use"]


def test_the_resource_is_guessed_from_the_columns(setia: Setia) -> None:
    guessed = (("accounts", "companies", 85), ("products", "products", 7), ("sales_teams", "staff", 35))
    for name, resource, rows in guessed:
        done = setia("import", B2B / f"{name}.csv", "--yes", "--json")
        assert (done.code, done.err) == (0, ""), name
        assert (done.data["resource"], done.data["total"], done.data["refused"]) == (resource, rows, 0)
        assert done.data["errors"] is None


def test_the_same_file_twice_changes_nothing(setia: Setia) -> None:
    first = setia("import", B2B / "accounts.csv", "--yes", "--json").data
    assert (first["new"], first["state"]) == (85, "done")
    second = setia("import", B2B / "accounts.csv", "--yes", "--json").data
    assert (second["new"], second["changed"], second["unchanged"]) == (0, 0, 85)
    assert count(setia) == 85


def test_a_dry_run_says_what_would_happen_and_changes_nothing(setia: Setia, firms: Path, tmp_path: Path) -> None:
    answer = setia("import", firms, "--as", "companies", "--dry-run", "--json")
    assert answer.code == 6
    found = answer.data
    assert (found["dry_run"], found["total"], found["new"], found["refused"]) == (True, 3, 2, 1)
    assert found["problems"][0]["rows"] == [4]
    assert (count(setia), ImportRun.objects.count(), left_behind(tmp_path)) == (0, 0, [])
    told = setia("import", firms, "--as", "companies", "--dry-run")
    assert (told.code, told.out.splitlines()[0]) == (6, "Read as: companies")
    assert "3 rows: 2 new, 0 changed, 0 unchanged, 1 refused." in told.out
    assert setia("import", B2B / "products.csv", "--dry-run").code == 0


def test_a_bad_row_goes_to_the_error_file_and_the_others_are_kept(setia: Setia, firms: Path) -> None:
    done = setia("import", firms, "--as", "companies", "--yes", "--json")
    assert (done.code, done.data["new"], done.data["refused"]) == (6, 2, 1)
    rows = Path(done.data["errors"]).read_text().splitlines()
    assert len(rows) == 2
    assert "Crane" in rows[1]
    assert "many" in rows[1]
    assert count(setia) == 2
    assert "Refused rows with their reasons: " in setia("import", firms, "--as", "companies", "--yes").out


def test_the_nearest_name_can_be_accepted_for_all_rows(setia: Setia, stages: None, write: Write) -> None:
    for name in ("accounts", "sales_teams", "products"):
        setia("import", B2B / f"{name}.csv", "--yes")
    lines = (B2B / "sales_pipeline.csv").read_text().splitlines()[:12]
    wrong = sum(",GTXPro," in line for line in lines)
    assert wrong > 0
    deals = write("\n".join(lines) + "\n", "deals.csv")
    tried = setia("import", deals, "--dry-run", "--json")
    assert (tried.code, tried.data["refused"]) == (6, wrong)
    [unknown] = [found for found in tried.data["unknown"] if found["text"] == "GTXPro"]
    assert (unknown["count"], unknown["offers"][0]["title"]) == (wrong, "GTX Pro")
    done = setia("import", deals, "--accept-nearest", "--yes", "--json")
    assert (done.code, done.data["new"], done.data["refused"]) == (0, 11, 0)
    assert setia("show", "opportunities", "--where", 'product = "GTX Pro"', "--count").out == f"{wrong}\n"


def test_columns_are_read_as_told(setia: Setia, write: Write) -> None:
    path = write("what,where,more\nAcme,Lyon,x\n,Nice,y\n")
    told = ("--map", "what=name", "--map", "where=city", "--map", "more=", "--refuse-empty", "where")
    assert setia("import", path, "--as", "companies", *told, "--yes").code == 6
    assert [row["city"] for row in setia("show", "companies", "--json").data] == ["Lyon"]
    nonsense = ("--map", "nowhere=name"), ("--map", "what=colour"), ("--map", "what"), ("--refuse-empty", "nowhere")
    for wrong in nonsense:
        assert setia("import", path, "--as", "companies", *wrong, "--yes").code in (1, 2, 4), wrong
    assert ImportRun.objects.count() == 1


def test_a_whole_import_is_taken_back(setia: Setia, write: Write) -> None:
    make("companies", name="Acme", city="Lyon")
    run = setia("import", write("name,city\nAcme,Nice\nBolt,Lille\n"), "--as", "companies", "--yes", "--json").data
    assert (run["new"], run["changed"]) == (1, 1)
    undone = setia("import", "--undo", run["id"], "--json")
    assert (undone.code, undone.data) == (0, {"removed": 1, "put_back": 1, "kept": []})
    assert [(r["name"], r["city"]) for r in setia("show", "companies", "--json").data] == [("Acme", "Lyon")]
    for number in (0, 999_999):
        assert setia("import", "--undo", number).code == 3
        assert setia("import", "--resume", number).code == 3


def test_a_person_at_a_terminal_is_asked_first(setia: Setia, firms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter(["n", "y"])
    monkeypatch.setattr(conftest, "StringIO", Terminal)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    assert setia("import", firms, "--as", "companies").code == 1
    assert (count(setia), ImportRun.objects.count()) == (0, 0)
    assert setia("import", firms, "--as", "companies").code == 6
    assert count(setia) == 2
    assert asked == ["Import now? [y/N] "] * 2


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0\0\0\0", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"PK\x03\x04nonsense", b"{\"a\": 1}",
        b"name\n\"half a quote", b"name\nA\0B\n", b"\xff\xfe\x00\xd8",
    ],
)  # fmt: skip
def test_a_file_of_nonsense_is_refused_and_leaves_nothing(setia: Setia, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    answer = setia("import", path, "--as", "companies", "--yes", "--json")
    assert answer.code in (1, 4)
    assert answer.refusal["message"]
    assert (count(setia), ImportRun.objects.count(), left_behind(tmp_path)) == (0, 0, [])


def test_a_file_that_is_not_there_is_not_found(setia: Setia, tmp_path: Path) -> None:
    for words in ((tmp_path / "none.csv",), (tmp_path,), (B2B / "products.csv", "--as", "unicorns")):
        answer = setia("import", *words, "--json")
        assert (answer.code, answer.refusal["error"]) == (3, "not-found")
    assert setia("import").code == 2


def test_only_those_with_the_right_bring_records_in(setia: Setia, firms: Path) -> None:
    assemble(["parties.party"])
    for name in ("cleo", "eve"):
        assert setia("import", firms, "--as", "companies", "--yes", "--by", f"{name}@setia.example").code == 5
    assert count(setia) == 0


def test_what_is_shown_is_written_as_csv(setia: Setia) -> None:
    for name, city in (("Acme", "Lyon"), ("=cmd()", "Lyon"), ("Bolt", "Nice")):
        make("companies", name=name, city=city)
    written = setia("export", "companies", "--columns", "name,city", "--where", "city = Lyon", "--sort", "-name")
    assert (written.code, written.err) == (0, "")
    heading, *rows = written.out.removeprefix("\ufeff").splitlines()
    assert heading == "Name,City"
    assert sorted(rows) == ["'=cmd(),Lyon", "Acme,Lyon"]


def test_a_file_ending_in_xlsx_is_a_workbook(setia: Setia, tmp_path: Path) -> None:
    make("companies", name="Acme")
    path = tmp_path / "firms.xlsx"
    done = setia("export", "companies", path)
    assert (done.code, done.out, done.err) == (0, "", f"Written: {path}\n")
    with ZipFile(path) as book:
        assert any(b"Acme" in book.read(name) for name in book.namelist())


def test_what_was_written_with_names_comes_back_unchanged(setia: Setia, tmp_path: Path) -> None:
    setia("import", B2B / "accounts.csv", "--yes")
    path = tmp_path / "back.csv"
    assert setia("export", "companies", path, "--names").code == 0
    again = setia("import", path, "--as", "companies", "--yes", "--json")
    assert (again.code, again.data["unchanged"], again.data["new"], again.data["changed"]) == (0, 85, 0, 0)


def test_an_export_that_cannot_be_written_leaves_nothing(setia: Setia, tmp_path: Path) -> None:
    answer = setia("export", "companies", tmp_path / "nowhere" / "firms.csv")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert setia("export", "companies", tmp_path / "firms.csv", "--columns", "colour").code == 2
    assert setia("export", "unicorns", tmp_path / "firms.csv").code == 3
    assert not list(tmp_path.glob("firms*"))


def test_a_sheet_of_a_workbook_is_named(setia: Setia, tmp_path: Path) -> None:
    sheets = {"Cover": [["Hello"], ["you"]], "Firms": [["company", "city"], ["Acme", "Lyon"], ["Bolt", "Nice"]]}
    path = xlsx(tmp_path / "a.xlsx", sheets)
    assert setia("import", path, "--sheet", "Firms", "--yes").code == 0
    assert count(setia) == 2
    assert "there are: “Cover”, “Firms”" in setia("import", path, "--sheet", "Other", "--yes").err
    assert count(setia) == 2


def test_a_mapping_is_kept_and_taken_on_the_command_line(setia: Setia, write: Write) -> None:
    cast = assemble(sorted({resource.governing for resource in registry}))
    first = write("wer,stadt\nAcme,Lyon\n")
    as_root = ("--by", cast.root.email, "--yes")
    done = setia("import", first, "--as", "companies", "--map", "wer=name", "--map", "stadt=city",
                 "--mode", "create", "--keep-mapping", "Monthly", *as_root)  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert setia("import", write("stadt,wer\nNice,Bolt\n", "june.csv"), *as_root).code == 0
    assert setia("import", write("wer,stadt,x\nCord,Nice,1\n", "july.csv"), "--mapping", "Monthly", *as_root).code == 0
    assert count(setia) == 3


def test_people_leave_as_address_cards(setia: Setia, tmp_path: Path) -> None:
    make("people", first_name="Ayu", last_name="Wijaya")
    assert setia("export", "people", tmp_path / "people.vcf").code == 0
    assert b"FN:Ayu Wijaya\r\n" in (tmp_path / "people.vcf").read_bytes()
    assert "VERSION:3.0" in setia("export", "people", "--vcard", "3.0").out
