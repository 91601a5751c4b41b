"""A backup is made while people work, is whole or not there, and is for its owner alone."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tests.keeping.installations import Installation

WRITE = """
import django; django.setup()
from tests.acting import change, make
print("writing", flush=True)
n = 0
while True:
    n += 1
    change(make("companies", name=f"Written {n}"), name=f"Changed {n}")
    print(n, flush=True)
"""


def test_a_backup_made_while_somebody_writes_is_of_one_moment(empty: Installation, second: Installation) -> None:
    empty.setia("do", "create", "companies", "--name", "First")
    writer = empty.start("-c", WRITE)
    assert writer.stdout is not None
    try:
        while writer.stdout.readline() != "5\n":
            assert writer.poll() is None
        path = empty.folder / "live.setia.zip"
        empty.setia("backup", path)
        assert writer.poll() is None
    finally:
        writer.kill()
        written = writer.communicate()[0].split()
    second.setia("restore", path, "--compare")

    rows = second.rows()
    parties = {int(row[0]): row for row in rows["parties_party"]}
    versions = {
        number: sum(1 for row in rows["foundation_entry"] if row[6] == "'parties.party'" and int(row[7]) == number)
        for number in parties
    }
    names = [str(row) for row in parties.values()]
    assert 5 < len(parties) <= len(written) + 7
    assert sum("Changed" in name for name in names) >= 5
    for number, row in parties.items():
        # Created, and changed once: each record is as its history says, at the one moment of the backup.
        assert versions[number] == (2 if "Changed" in str(row) else 1), row
    told = {int(row[7]) for row in rows["foundation_entry"] if row[6] == "'parties.party'"}
    assert told == set(parties)
    assert {int(row[1]) for row in rows["search_record"]} >= set(parties)


def test_a_backup_is_for_its_owner_alone_and_can_be_opened_with_ordinary_programs(
    company: Installation, kept: Path
) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(kept) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        parties = opened.read("tables/parties_party.tsv").decode().splitlines()
    [table] = [table for table in manifest["tables"] if table["name"] == "parties_party"]
    assert len(parties) == table["rows"] == len(company.rows()["parties_party"])
    assert manifest["has_key"] is True
    assert json.loads(company.setia("backup", "--check", kept, "--json"))["rows"] == sum(
        each["rows"] for each in manifest["tables"]
    )


def test_a_backup_can_be_made_without_what_is_secret(empty: Installation, tmp_path: Path) -> None:
    empty.setia("do", "create", "companies", "--name", "First")
    path = tmp_path / "b.setia.zip"
    empty.setia("backup", path, "--without-key")
    with zipfile.ZipFile(path) as opened:
        assert "secret-key" not in opened.namelist()
    assert "is there already" in empty.setia("backup", path, code=1)


def test_a_full_disk_leaves_no_half_backup(company: Installation, tmp_path: Path) -> None:
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))\n"
        "from setia.faces.cli.main import main; sys.exit(main(['backup', sys.argv[1]]))"
    )
    done = company.run("-c", limited, tmp_path / "b.setia.zip")
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(company: Installation, tmp_path: Path) -> None:
    assert "could not be written" in company.setia("backup", tmp_path / "none" / "b.zip", code=1)


def test_last_nights_backups_are_kept_and_older_ones_go(empty: Installation) -> None:
    empty.setia("do", "create", "companies", "--name", "First")
    own = empty.folder / "backups" / "setia-2020-01-01-0000.setia.zip"
    empty.setia("backup", empty.folder / "first.zip")
    own.parent.mkdir(exist_ok=True)
    own.touch()
    nights = Installation(empty.environment | {"SETIA_BACKUPS": "2"})
    night = "import django; django.setup(); from setia.foundation.keeping.nightly import back_up_at_night as b\n"
    nights.do(night + "for n in range(3): b.call()")
    kept = sorted(path.name for path in own.parent.iterdir())
    assert own.name in kept
    assert len(kept) == 3
    Installation(empty.environment | {"SETIA_BACKUPS": "0"}).do(night + "b.call()")
    assert sorted(path.name for path in own.parent.iterdir()) == kept
    newest = max(own.parent.glob("nightly-*"), key=lambda path: path.stat().st_mtime)
    nights.setia("backup", "--check", newest)
