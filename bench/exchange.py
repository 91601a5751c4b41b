"""How fast a file of people comes in, goes out again, and is taken back.

    python -m bench.exchange --rows 100000 [--existing 1000000] [--database postgresql] [--employers]

A file is made from a fixed seed, imported by the functions behind `setia import`, exported as CSV and
as a workbook, and its import is undone, in a temporary data folder (SQLite) or in a temporary cluster
(PostgreSQL). Wall time depends on what else the machine does; CPU time of this process hardly does.
On PostgreSQL the work of the server is not in that CPU time, but it is in the wall time.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any


def words(text: str) -> list[str]:
    return text.split()


FIRST = words("""
    Émilie Søren Dewi Budi Putri Agus Marie Jean Claire Thomas Sophie Lucas Emma Hugo Chloé Louis Alice Jules James
    Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
    Siti Rizky Ayu Bayu Wulan Fajar Nur Hendra Yusuf Ratna Joko Sri Andi Rina""")
LAST = words("""
    Martin Bernard Dubois Moreau Laurent Lefèvre Garcia Roux Fontaine Chevalier Smith Johnson Williams Brown Jones
    Miller Davis Wilson Anderson Taylor Thomas Moore Jackson White Harris Clark Lewis Young Walker Wijaya Santoso
    Pratama Nugroho Hidayat Saputra Kusuma Setiawan Gunawan Lestari Halim Siregar""")
SYLLABLES = words("ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo za bren dorf stein mont ville")
CITIES = ("Paris", "Lyon", "Jakarta", "Bandung", "Surabaya", "New York", "Boston", "Chicago", "London", "Nîmes")
COUNTRIES = ("France", "FR", "Indonesia", "ID", "United States", "US", "GB")
NOTES = words("met at the fair interested in the new line wants a call back after the holidays prefers mail")
HEADER = ("First name", "Last name", "E-mail", "Telephone", "City", "Country", "is_customer", "Notes")


def people(rows: int, seed: int, employers: bool) -> Iterator[list[str]]:
    """Rows of a plausible address book: common and rare names, nearly everybody with e-mail and telephone."""
    chance = random.Random(seed)  # noqa: S311 (the same file each time)
    pick = chance.choice
    for number in range(rows):
        first = pick(FIRST)
        last = pick(LAST) if chance.random() < 0.5 else "".join(chance.choices(SYLLABLES, k=3)).title()
        email = f"{first}.{last}.{seed}{number}@{pick(SYLLABLES)}{number % 997}.example".lower()
        email = email.encode("ascii", "ignore").decode() if chance.random() < 0.95 else ""
        phone = pick(_PHONES).format(chance.randrange(10**7, 10**8)) if chance.random() < 0.9 else ""
        notes = " ".join(chance.choices(NOTES, k=chance.randrange(3, 12))) if chance.random() < 0.5 else ""
        firm = [f"{pick(SYLLABLES).title()}{pick(SYLLABLES)} {chance.randrange(200)} Ltd"] if employers else []
        yield [first, last, email, phone, pick(CITIES), pick(COUNTRIES), pick(("yes", "no")), notes, *firm]


_PHONES = ("+336{}", "+62 812 {}", "+49 (30) {}", "+44 20 {}")


def write_file(path: Path, rows: int, seed: int, employers: bool = False) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER, *(["Company"] if employers else [])])
        writer.writerows(people(rows, seed, employers))
    return path


@contextmanager
def installation(database: str) -> Iterator[Path]:
    """An empty installation in a temporary folder, with Django set up on it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="setia-bench-")))
        os.environ["SETIA_DATA_DIR"] = str(folder / "data")
        if database == "postgresql":
            from tests.postgres import Cluster

            cluster = Cluster().start()
            stack.callback(cluster.stop)
            os.environ["SETIA_DATABASE_URL"] = cluster.url
        os.environ["DJANGO_SETTINGS_MODULE"] = "setia.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0, interactive=False)
        stack.callback(connections.close_all)
        yield folder


def cpu() -> float:
    """CPU seconds of this process and of the helpers that have ended, in user and in kernel mode."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak_memory() -> int:
    """MB that this process has held at most since the last call (Linux; elsewhere since it began)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")
    return int(line.split()[1]) // 1024


def measured(what: str, rows: int, work: Callable[[], Any]) -> Any:
    peak_memory()
    began, before = time.perf_counter(), cpu()
    answer = work()
    wall, used = time.perf_counter() - began, cpu() - before
    print(
        f"{what:14}{rows:>10,} rows {wall:8.1f} s {rows / wall:>10,.0f} rows/s {used:8.1f} CPU s "
        f"{rows / used:>10,.0f} rows/CPU s {1e6 * used / rows:7.1f} µs/row {peak_memory():>6,} MB",
        flush=True,
    )
    return answer


def size(pieces: Iterable[bytes]) -> int:
    return sum(map(len, pieces))


def bring_in(path: Path, by: Any, *, measure: str = "") -> Any:
    """The import as `setia import FILE --as people` does it; returns the run."""
    from setia.kit import exchange

    rows = sum(1 for _line in path.open(encoding="utf-8")) - 1
    take = measured if measure else (lambda _what, _rows, work: work())
    run = take("judge file", rows, lambda: exchange.receive_file(path, by, resource="people"))
    sheet, plan = exchange.sheet_of(run), exchange.plan_of(run)
    if "Company" in sheet.headers:
        plan = exchange.adjust(plan, sheet, {"columns": {"Company": {"when_unknown": "create"}}}, by)
    exchange.keep_plan(run, plan, by)
    run = take("import", rows, lambda: exchange.import_now(run, by))
    assert (run.new, run.refused) == (rows, 0), (run.new, run.changed, run.refused, run.problems)
    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the measured file")
    parser.add_argument("--existing", type=int, default=0, help="parties that are there before")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--employers", action="store_true", help="with a column of companies, which are made")
    asked = parser.parse_args()
    with installation(asked.database) as folder:
        from setia.foundation.access import system
        from setia.kit import exchange
        from setia.kit.lists import Listing
        from setia.kit.resources import registry

        by = system("cli")
        if asked.existing:
            first = write_file(folder / "existing.csv", asked.existing, seed=1)
            measured("(existing)", asked.existing, lambda: bring_in(first, by))
        path = write_file(folder / "people.csv", asked.rows, seed=2, employers=asked.employers)
        run = bring_in(path, by, measure="import")
        total = asked.rows + asked.existing
        listing = Listing(registry["people"], by)
        measured("export CSV", total, lambda: size(exchange.csv_chunks(listing)))
        measured("export XLSX", total, lambda: size(exchange.xlsx_chunks(listing)))
        measured("undo", asked.rows, lambda: exchange.undo_import(run, by))


if __name__ == "__main__":
    main()
