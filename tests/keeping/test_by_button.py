"""What the button makes is everything: restored elsewhere it is the same company, with its files."""

from __future__ import annotations

import json
from pathlib import Path

from tests.keeping.installations import Installation

BEGIN = "import django; django.setup()\n"
ATTACH = """
from setia.kit.attachments import attachments
from setia.domains.parties.models import Party
from tests.acting import SETIA
for party in Party.objects.filter(archived_at=None).order_by("pk")[:3]:
    attachments().add(f"parties.party:{party.pk}", [b"of " + party.name.encode() * 5000], f"{party.pk}.txt", SETIA)
attachments().add(f"parties.party:{party.pk}", [bytes(range(256)) * 9000], "large.bin", SETIA)
"""
PRESS = """
from setia.foundation.access import system
from setia.foundation.jobs import run_until_empty
from setia.foundation import backups
backups.start(system("web"))
backups.start(system("web"))
run_until_empty()
assert backups.under_way(system("web")) is None
[archive] = backups.archives(system("web"))
print(archive.name, archive.facts["files"])
"""
UNBEGUN = "foundation_job"
TOLD = "foundation_entry"


def contents(place: Installation) -> dict[str, bytes]:
    folder = place.folder / "files"
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_archive_made_by_the_button_is_restored_to_an_equal_state_with_its_files(
    at_home: Installation, second: Installation
) -> None:
    at_home.do(BEGIN + ATTACH)
    expected = at_home.rows()
    name, files = at_home.do(BEGIN + PRESS).split()[-2:]
    path = at_home.folder / "backups" / name
    assert int(files) >= 4
    second.setia("restore", path, "--compare")
    restored = second.rows()
    for table in expected.keys() - {UNBEGUN}:
        assert restored[table] == expected[table], table
    assert contents(second) == contents(at_home)
    assert len(contents(second)) >= 5
    assert "ok    Files" in second.setia("doctor")
    last = at_home.rows()[TOLD][-1]
    assert "company.backup_made" in str(at_home.rows()[TOLD]), last


def test_files_come_along_between_both_databases_and_a_damaged_one_is_noticed(
    at_home: Installation, second: Installation, tmp_path: Path
) -> None:
    at_home.do(BEGIN + ATTACH)
    there, back = tmp_path / "there.setia.zip", tmp_path / "back.setia.zip"
    at_home.setia("backup", there)
    second.setia("restore", there)
    second.setia("backup", back)
    third = Installation(second.environment | {"SETIA_DATA_DIR": str(tmp_path / "third")})
    third.setia("restore", back, "--compare")
    assert contents(third) == contents(at_home)
    shown = json.loads(third.setia("show", "files", "--json"))
    assert {row["name"] for row in shown} >= {"large.bin"}
    lost = max((third.folder / "files").rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    lost.unlink()
    assert "BAD   Files" in third.setia("doctor", code=1)
    data = bytearray(back.read_bytes())
    data[len(data) // 2] ^= 1
    back.write_bytes(data)
    assert "Nothing was changed" in second.setia("restore", back, "--replace", code=1)


def test_a_backup_under_way_can_be_stopped_and_leaves_nothing(at_home: Installation) -> None:
    at_home.do(
        BEGIN
        + """
import pathlib
from django.conf import settings
from setia.foundation.access import system
from setia.foundation.jobs import run_until_empty
from setia.foundation import backups
from setia.foundation.keeping import backing_up
real = backing_up._add_tables
def stopped_meanwhile(*given):
    assert backups.stop(system("web"))
    real(*given)
backing_up._add_tables = stopped_meanwhile
backups.start(system("web"))
run_until_empty()
assert backups.archives(system("web")) == []
assert list((pathlib.Path(settings.DATA_DIR) / "backups").iterdir()) == []
assert backups.under_way(system("web")) is None
"""
    )
