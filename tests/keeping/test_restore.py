"""What was kept comes back as it was, or nothing comes back."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from tests.keeping.installations import Installation


def test_a_restored_installation_equals_the_one_that_was_kept(
    company: Installation, kept: Path, empty: Installation, second: Installation
) -> None:
    expected = company.rows()
    assert "rows were restored" in empty.setia("restore", kept)
    assert empty.rows() == expected
    for name in ("files/notes/plan.txt", "imports/7/source", "secret-key"):
        assert (empty.folder / name).read_bytes() == (company.folder / name).read_bytes(), name
    back = empty.folder / "back.setia.zip"
    empty.setia("backup", back)
    second.setia("restore", back)
    assert second.rows() == expected


def test_work_goes_on_after_a_restore(kept: Path, empty: Installation) -> None:
    empty.setia("restore", kept)
    name = json.loads(empty.setia("show", "companies", "--json"))[0]["name"]
    found = json.loads(empty.setia("show", "companies", "--search", name[:5], "--json"))
    assert name in [row["name"] for row in found]
    last = max(int(row[0]) for row in empty.rows()["parties_party"])
    made = json.loads(empty.setia("do", "create", "companies", "--name", "Bo & Sons", "--json"))
    assert made["ids"] == [last + 1]
    assert "ok    Tables: up to date" in empty.setia("doctor")


def test_an_identifier_is_not_handed_out_again_after_a_restore(
    kept: Path, empty: Installation, second: Installation
) -> None:
    begin = "import django; django.setup(); from setia.foundation.models import Done\n"
    make = begin + "from django.utils import timezone\nprint(Done.objects.create(key='k', at=timezone.now()).pk)\n"
    empty.setia("restore", kept)
    last = int(empty.do(make + "Done.objects.all().delete()"))
    path = empty.folder / "later.setia.zip"
    empty.setia("backup", path)
    second.setia("restore", path)
    assert int(second.do(make)) == last + 1


def test_a_job_that_ran_when_the_backup_was_made_runs_again(
    company: Installation, empty: Installation, tmp_path: Path
) -> None:
    shutil.copytree(company.folder, tmp_path / "working")
    working = company.elsewhere(tmp_path / "working")
    working.do(
        "import django; django.setup()\n"
        "from datetime import timedelta; from django.utils import timezone\n"
        "from setia.foundation.search.tidying import tidy_dictionary as t; from setia.foundation.models import Job\n"
        "t.using(key='mine').enqueue()\n"
        "until = timezone.now() + timedelta(hours=1)\n"
        "Job.objects.filter(key='mine').update(state='running', holder='gone', lease_until=until)"
    )
    working.setia("backup", tmp_path / "w.setia.zip")
    empty.setia("restore", tmp_path / "w.setia.zip")
    empty.do("import django; django.setup(); from setia.foundation.jobs import run_until_empty; run_until_empty()")
    assert "'mine'" not in str(empty.rows()["foundation_job"])


def test_an_installation_with_data_is_not_written_over(kept: Path, at_home: Installation) -> None:
    at_home.setia("do", "create", "companies", "--name", "Written later")
    before = at_home.rows()
    assert "--replace" in at_home.setia("restore", kept, code=1)
    assert at_home.rows() == before

    (at_home.folder / "files" / "late.txt").write_text("late")
    at_home.setia("restore", kept, "--replace")
    assert "Written later" not in str(at_home.rows())
    assert not (at_home.folder / "files" / "late.txt").exists()
    [former] = (at_home.folder / "backups").glob("before-restore-*")
    at_home.setia("restore", former, "--replace")
    assert at_home.rows() == before
    assert (at_home.folder / "files" / "late.txt").exists()


def altered(kept: Path, path: Path, how: str) -> None:
    """A copy with something wrong."""
    data = bytearray(kept.read_bytes())
    if how == "truncated":
        data = data[: len(data) * 2 // 3]
    elif how == "one bit":
        with zipfile.ZipFile(kept) as whole:
            largest = max(whole.infolist(), key=lambda member: member.compress_size)
        # In what is kept itself: the moments in the headers of a zip file mean nothing to us.
        data[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 4
    elif how == "empty":
        data = bytearray()
    path.write_bytes(data)
    if how == "a row less":
        with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(path, "w") as other:
            for name in whole.namelist():
                content = whole.read(name)
                other.writestr(name, content.partition(b"\n")[2] if name.endswith("parties_party.tsv") else content)
    if how == "no backup":
        with zipfile.ZipFile(path, "w") as other:
            other.writestr("letter.txt", "hello")


@pytest.mark.parametrize("how", ["truncated", "one bit", "empty", "a row less", "no backup"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(kept: Path, second: Installation, how: str) -> None:
    path = second.folder.parent / "damaged.setia.zip"
    altered(kept, path, how)
    for words in (("backup", "--check", path), ("restore", path)):
        assert "Nothing was changed" in second.setia(*words, code=1)
    assert {each.name for each in second.folder.iterdir()} <= {"secret-key", "in-use", "setia.sqlite3"}
    assert not (second.folder / "under-way.json").exists()


def test_a_restore_that_was_killed_is_noticed_and_can_be_repeated(
    company: Installation, kept: Path, empty: Installation
) -> None:
    expected = company.rows()
    mark = empty.folder / "under-way.json"
    for seconds in (0.0, 0.5, 1.2):
        process = empty.start("-m", "setia", "restore", kept)
        end = time.monotonic() + 60
        while not mark.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end
            time.sleep(0.01)
        time.sleep(seconds)
        process.kill()
        process.communicate()
        if not mark.exists():
            assert seconds, "a restore ended in the moment it began"
            break  # a quick machine: everything was in its place before the blow
        assert "A restore was begun here" in empty.setia("show", "companies", code=1)
    empty.setia("restore", kept, *([] if mark.exists() else ["--replace"]))
    assert empty.rows() == expected
    assert [each.name for each in empty.folder.iterdir() if "restoring" in each.name] == []


def ordered_by_nobody(orders: bytes, at: int) -> bytes:
    """The orders with a customer there is not in column number `at`."""
    rows = [line.split(b"\t") for line in orders.splitlines()]
    return b"".join(b"\t".join([*row[:at], b"424242", *row[at + 1 :]]) + b"\n" for row in rows)


def test_a_restore_that_fails_leaves_what_was_there(kept: Path, lived_in: Installation) -> None:
    before = lived_in.rows()
    misfit = lived_in.folder.parent / "misfit.setia.zip"
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(misfit, "w") as other:
        manifest = json.loads(whole.read("manifest.json"))
        for name in whole.namelist():
            content = whole.read(name)
            if name == "tables/sales_order.tsv":
                [told] = [table for table in manifest["tables"] if table["name"] == "sales_order"]
                content = ordered_by_nobody(content, [column for column, *_kind in told["columns"]].index("party_id"))
                told["sha256"] = hashlib.sha256(content).hexdigest()
            if not name.startswith("manifest"):
                other.writestr(name, content)
        other.writestr("manifest.json", json.dumps(manifest))
        other.writestr("manifest.json.sha256", hashlib.sha256(json.dumps(manifest).encode()).hexdigest())
    assert "do not fit together" in lived_in.setia("restore", misfit, "--replace", code=1)
    assert lived_in.rows() == before
    lived_in.setia("show", "companies")


def test_nothing_is_restored_while_setia_is_at_work(kept: Path, empty: Installation) -> None:
    script = "import django; django.setup(); from setia.foundation.keeping import marks\n"
    process = empty.start("-c", script + "with marks.at_work(): print('in', flush=True); import time; time.sleep(60)")
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        assert "Stop it first" in empty.setia("restore", kept, code=1)
    finally:
        process.kill()
        process.communicate()


def test_what_cannot_be_read_is_named(second: Installation, tmp_path: Path) -> None:
    path = tmp_path / "folder.setia.zip"
    path.mkdir()
    assert "cannot be read" in second.setia("restore", path, code=1)


def test_a_file_that_is_not_there_is_named(second: Installation) -> None:
    assert "nowhere.zip cannot be read" in second.setia("restore", "nowhere.zip", code=1)
