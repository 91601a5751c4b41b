"""How quickly a company is backed up, checked, restored and moved.

    python -m bench.keeping --parties 100000                     (SQLite)
    python -m bench.keeping --parties 100000 --to postgresql://… (and from there into an empty database)

Five entries of the ledger and seven search keys for each party. Each command runs as a process of its own;
processor seconds are of that process (a PostgreSQL server has its own), memory is its peak.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILL = """
import sys, django; django.setup()
from django.utils import timezone
from setia.domains.parties.parties.model import Party
from setia.foundation import bulk
from setia.foundation.models import Entry, SearchKey, SearchRecord
now, many = timezone.now(), int(sys.argv[1])
data = {"changes": {"name": ["Before Ltd", "After & Sons"], "city": [None, "Lyon"]}}
names = [field.attname for field in Party._meta.concrete_fields]
def party(n):
    made = Party(id=n, kind="company", name=f"Company {n} of the north", city="Lyon", phone=f"+3312345{n:06}",
                 sort_name=f"company {n}", email=f"info@company{n}.example", created_at=now, updated_at=now)
    return [getattr(made, name) for name in names]
def entry(n, version):
    title = f"Company {n} of the north"
    return "party.changed", now, now, "import", "parties.party", n, n, version, n, title, data
COLUMNS = "kind at recorded_at channel noun record_id story_id version act title data".split()
for start in range(1, many + 1, 20_000):
    some = range(start, min(start + 20_000, many + 1))
    bulk.insert(Party, names, [party(n) for n in some])
    bulk.insert(Entry, COLUMNS, [entry(n, version) for n in some for version in range(1, 6)])
    keys = [(7, f"{word} company {n}", n) for word in "abcdefg" for n in some]
    bulk.insert(SearchKey, ["noun_code", "key", "record_id"], sorted(keys))
    bulk.insert(SearchRecord, ["noun_code", "record_id", "keys"], [(7, n, f"a company {n} " * 7) for n in some])
"""


def measured(title: str, rows: int, environment: dict[str, str], *words: object) -> None:
    """Run a command and print what it took."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *map(str, words)], env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{title} failed")
    seconds, processor = time.monotonic() - began, used.ru_utime + used.ru_stime
    print(
        f"{title:28}{seconds:8.1f} s {processor:8.1f} s of processor {rows / processor:12,.0f} rows/s"
        f" {used.ru_maxrss / 1024:8,.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parties", type=int, default=20_000)
    parser.add_argument("--to", default="", help="an empty database to move to")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="setia-bench-") as name:
        run(Path(name), arguments.parties, arguments.to)


def run(folder: Path, parties: int, to: str) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SETIA_")}
    clean["DJANGO_SETTINGS_MODULE"] = "setia.config.settings"
    ours, other = clean | {"SETIA_DATA_DIR": f"{folder}/a"}, clean | {"SETIA_DATA_DIR": f"{folder}/b"}
    kept, rows = folder / "kept.setia.zip", parties * 14
    subprocess.run(
        [sys.executable, "-m", "setia", "show", "companies"], env=ours, check=True, stdout=subprocess.DEVNULL
    )
    measured("nothing but starting", 1, ours, "-m", "setia", "show", "companies", "--count")
    measured("filling", rows, ours, "-c", FILL, parties)
    database = Path(f"{folder}/a/setia.sqlite3").stat().st_size
    measured("backup", rows, ours, "-m", "setia", "backup", kept)
    print(f"{database / 1e6:,.0f} MB in SQLite, {kept.stat().st_size / 1e6:,.0f} MB as a backup", flush=True)
    measured("check", rows, ours, "-m", "setia", "backup", "--check", kept)
    measured("restore", rows, other, "-m", "setia", "restore", kept)
    measured("restore and compare", rows, other, "-m", "setia", "restore", kept, "--replace", "--compare")
    if to:
        measured("move to PostgreSQL", rows, ours, "-m", "setia", "move", to)
        there = ours | {"SETIA_DATABASE_URL": to}
        measured("backup of PostgreSQL", rows, there, "-m", "setia", "backup", folder / "back.setia.zip")


if __name__ == "__main__":
    main()
