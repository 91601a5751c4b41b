"""Kept mappings, what they do to the next file, and files that appear in a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.kit import exchange
from setia.kit.exchange import ImportRun
from setia.kit.exchange.runs import importing, watching
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.resources import registry
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
FILE = "wer,stadt,kunde\nAyu,Bandung,K1\nBudi,Solo,K2\n"
COLUMNS = {"wer": {"field": "name"}, "stadt": {"field": "city"}, "kunde": {"field": "reference"}}


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


@pytest.fixture
def dev(cast: Cast) -> Actor:
    """An administrator."""
    return cast.acting("root", "cli")


def keep(arrive: Arrive, dev: Actor, **more: Any) -> Any:
    run = arrive(FILE, actor=dev, resource="companies", columns=COLUMNS, **more.pop("choices", {}))
    return exchange.keep_mapping(exchange.plan_of(run), dev, "Monthly", **more)


def names() -> list[str]:
    return sorted(registry["companies"].rows().values_list("name", flat=True))


def test_the_next_file_is_read_as_the_one_before_whatever_the_order_of_its_columns(arrive: Arrive, dev: Actor) -> None:
    keep(arrive, dev, choices={"mode": "create", "match": "reference"})
    run = arrive("kunde,Wer,neu,stadt\nK3,Citra,x,Medan\n", actor=dev)
    assert run.resource != "companies"  # one column more is another file
    run = arrive("kunde,WER,stadt\nK3,Citra,Medan\n", actor=dev)
    plan = exchange.plan_of(run)
    assert [column.field for column in plan.columns] == ["reference", "name", "city"]
    assert (plan.resource, plan.mode, plan.match) == ("companies", "create", "reference")
    assert "kept under “Monthly”" in plan.notices[-1]


def test_a_mapping_is_named_shared_written_over_and_forgotten(arrive: Arrive, dev: Actor) -> None:
    first = keep(arrive, dev)
    assert keep(arrive, dev, is_shared=True).pk == first.pk
    run = arrive("wer,stadt,kunde,mehr\nA,B,C,D\n", actor=dev)
    plan = exchange.mapped_by(exchange.find_mapping("Monthly", dev), exchange.sheet_of(run), dev)
    assert [column.field for column in plan.columns] == ["name", "city", "reference", ""]
    with pytest.raises(Invalid, match="up to 80 characters"):
        exchange.keep_mapping(plan, dev, " ")
    exchange.forget_mapping(first, dev)
    with pytest.raises(NotFound, match="no mapping “Monthly”"):
        exchange.find_mapping("Monthly", dev)


def test_only_new_records_only_known_ones_or_both(arrive: Arrive, by: Actor) -> None:
    def came(text: str, mode: str) -> tuple[int, int, int, int]:
        run = exchange.import_now(arrive(text, resource="companies", mode=mode, match="reference"), by)
        return run.new, run.changed, run.unchanged, run.refused

    assert came("name,reference,city\nAyu,K1,Solo\n", "update") == (0, 0, 0, 1)
    assert came("name,reference,city\nAyu,K1,Solo\n", "create") == (1, 0, 0, 0)
    assert came("name,reference,city\nAyu,K1,Medan\nBudi,K2,Solo\n", "create") == (1, 0, 1, 0)
    assert registry["companies"].model.objects.get(reference="K1").city == "Solo"
    assert came("name,reference,city\nAyu,K1,Medan\nCitra,K3,Solo\n", "update") == (0, 1, 0, 1)
    assert registry["companies"].model.objects.get(reference="K1").city == "Medan"
    with pytest.raises(Invalid, match="No column brings the field"):
        arrive("name,city\nA,B\n", resource="companies", match="reference")


def appear(root: Path, name: str, text: str, age: int = 120) -> Path:
    folder = root / "monthly"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    os.utime(path, (time.time() - age,) * 2)
    return path


@pytest.fixture
def root(tmp_path: Path, settings: Any, arrive: Arrive, dev: Actor) -> Path:
    settings.IMPORT_DIR = tmp_path / "arriving"
    settings.IMPORT_DIR.mkdir()
    keep(arrive, dev, folder="monthly")
    return settings.IMPORT_DIR


look = watching.import_what_appeared.function


def test_a_file_that_appears_is_imported_once_and_moved_with_its_report(root: Path) -> None:
    appear(root, "may.csv", FILE)
    look()
    assert names() == ["Ayu", "Budi"]
    folder = root / "monthly"
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["may.csv", "may.csv.report.txt"]
    assert "2 new, 0 changed" in (folder / "done" / "may.csv.report.txt").read_text()
    appear(root, "may.csv", FILE)
    look()
    assert "imported already" in (folder / "refused" / "may.csv.report.txt").read_text()
    assert ImportRun.objects.filter(state="done").count() == 1


def test_what_is_still_being_written_hidden_linked_or_elsewhere_is_left_alone(root: Path, tmp_path: Path) -> None:
    appear(root, "now.csv", FILE, age=5)
    appear(root, ".hidden.csv", FILE)
    secret = tmp_path / "secret.csv"
    secret.write_text(FILE)
    os.utime(secret, (0, 0))
    (root / "monthly" / "link.csv").symlink_to(secret)
    (root / "other").symlink_to(tmp_path)
    look()
    assert names() == []
    assert not (root / "monthly" / "done").exists()


def test_a_file_that_cannot_be_read_is_moved_away_with_the_reason(root: Path) -> None:
    appear(root, "bad.csv", "wer,stadt,kunde\n")
    look()
    assert "no rows below" in (root / "monthly" / "refused" / "bad.csv.report.txt").read_text()


def test_after_a_sudden_end_the_import_goes_on_and_nothing_is_there_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appear(root, "may.csv", FILE)
    with monkeypatch.context() as patched:
        patched.setattr(watching, "_finish", _killed)
        with pytest.raises(KeyboardInterrupt):
            look()
    with monkeypatch.context() as patched:
        appear(root, "june.csv", "wer,stadt,kunde\nCitra,Medan,K3\n")
        patched.setattr(importing.Importer, "run_to_end", _killed)
        (root / "monthly" / "may.csv").rename(root / "later")
        with pytest.raises(KeyboardInterrupt):
            look()
    (root / "later").rename(root / "monthly" / "may.csv")
    look()
    assert names() == ["Ayu", "Budi", "Citra"]
    assert len(list((root / "monthly" / "done").glob("*.csv"))) == 2


def _killed(*_arguments: Any) -> None:
    raise KeyboardInterrupt


def test_only_administrators_open_a_folder_and_only_one_mapping_has_it(
    root: Path, arrive: Arrive, dev: Actor, cast: Cast
) -> None:
    plan = exchange.plan_of(arrive(FILE, actor=dev, resource="companies", columns=COLUMNS))
    with pytest.raises(Invalid, match="has this folder already"):
        exchange.keep_mapping(plan, dev, "Other", folder="monthly")
    with pytest.raises(Invalid, match="small letters"):
        exchange.keep_mapping(plan, dev, "Other", folder="../etc")
    with pytest.raises(Forbidden):
        exchange.keep_mapping(plan, cast.acting("ada"), "Mine", folder="mine")
