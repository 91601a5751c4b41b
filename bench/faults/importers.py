"""Files that are imported by a worker and from the command line, resumed after every sudden end, and undone."""

from __future__ import annotations

import json
import subprocess
import time
from typing import Any

from bench.faults.clients import AGAIN, API, Client, World
from bench.faults.installation import ROOT, Installation
from bench.faults.journal import Import, Write
from bench.faults.logs import unexplained

ROWS = 4_000
PATIENCE = 20.0
"""Seconds without progress after which a person presses "resume"."""
LONGEST = 300.0
MOST_KILLS = 3
"""Of one import on the command line."""
OVER = {"done", "undone"}


def table(mark: str, rows: int) -> bytes:
    """Companies; every 20th belongs to one that stands later in the file, so that it waits for a second round."""
    lines = ["reference,name,email,employees,subsidiary_of"]
    for n in range(rows):
        parent = f"{mark} firm {n + 700}" if n % 20 == 0 and n + 700 < rows else ""
        lines.append(f"{mark}-{n},{mark} firm {n},{n}@{mark}.example,{n},{parent}")
    return ("\n".join(lines) + "\n").encode()


class Sender(Client):
    """Sends files through the API; every second import is taken back when it is done."""

    def __init__(self, world: World, seed: str, rows: int = ROWS) -> None:
        super().__init__(world, seed)
        self.rows, self.sent = rows, 0

    def turn(self) -> None:
        self.sent += 1
        one = Import(self.journal.mark("import"), self.rows, expected="undone" if self.sent % 2 == 0 else "done")
        one.run = self.upload(one)
        if not one.run:
            return
        self.journal.imports.append(one)
        self.see_to(one, "start", "done")
        if one.expected == "undone" and one.ended == "done":
            self.see_to(one, "undo", "undone")

    def upload(self, one: Import) -> int:
        data, boundary = table(one.mark, one.rows), "part-of-a-file"
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{one.mark}.csv"\r\n'
        kind = "Content-Type: text/csv\r\n\r\n"
        which = f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="resource"\r\n\r\ncompanies'
        body = (head + kind).encode() + data + (which + f"\r\n--{boundary}--\r\n").encode()
        write = Write("upload", "imports", one.mark, "")
        answer = self.send(write, "POST", f"{API}/imports", body,
                           Content_Type=f"multipart/form-data; boundary={boundary}")  # fmt: skip
        return int(answer.data["id"]) if answer is not None and answer.status == 201 else 0

    def see_to(self, one: Import, verb: str, wanted: str) -> None:
        """Press the button, and press it again whenever nothing happens any more."""
        end, moved_at, last = time.monotonic() + LONGEST, 0.0, None
        path = f"{API}/imports/{one.run}"
        while not self.world.over.is_set():
            run = self.read(path).data
            one.ended = run["state"]
            if one.ended == wanted:
                self.journal.count(f"imports {wanted}")
                return
            if time.monotonic() > end:
                self.journal.fault(f"import {one.run} is still {one.ended} after {LONGEST:.0f} s: {run['note']}")
                return
            now = (run["state"], run["done"])
            idle = run["state"] not in {"waiting", "running", "undoing"}
            impatient = run["state"] in {"waiting", "running"} and self.random.random() < 0.02
            if now != last:
                last, moved_at = now, time.monotonic()
            elif time.monotonic() - moved_at > PATIENCE:
                idle = True
            if idle or impatient:
                one.resumed += 1
                moved_at = time.monotonic()
                self.journal.count("imports begun or resumed")
                self.press(f"{path}/{verb}", run)
            time.sleep(AGAIN * 2)

    def press(self, path: str, run: dict[str, Any]) -> None:
        write = Write("press", "imports", str(run["id"]), "")
        answer = self.asked(write, "POST", path, {}, {})
        if answer is not None and answer.status >= 500:
            self.broken(answer, path)
        elif answer is not None and answer.status >= 400 and run["state"] != "running":
            self.journal.count(f"refused to {path.rpartition('/')[2]} an import that is {run['state']}")


class Typist(Client):
    """Imports on the command line, is killed there, and resumes with --resume."""

    def __init__(self, world: World, seed: str, place: Installation, rows: int = ROWS) -> None:
        super().__init__(world, seed)
        self.place, self.rows = place, rows

    def turn(self) -> None:
        one = Import(self.journal.mark("typed"), self.rows)
        file = self.place.folder / f"{one.mark}.csv"
        file.write_bytes(table(one.mark, one.rows))
        end = time.monotonic() + LONGEST
        words = ["import", str(file), "--as", "companies", "--yes", "--json"]
        while not self.world.over.is_set():
            self.typed(words, one, file.name, is_killed=one.resumed < MOST_KILLS)
            one.ended = self.read(f"{API}/imports/{one.run}").data["state"] if one.run else "not begun"
            if one.ended == "done":
                self.journal.count("imports done on the command line")
                return
            if time.monotonic() > end:
                self.journal.fault(f"import {one.run} on the command line is still {one.ended}")
                return
            one.resumed += 1
            if one.run:
                words = ["import", "--resume", str(one.run), "--json"]

    def typed(self, words: list[str], one: Import, name: str, *, is_killed: bool) -> None:
        """Run the command, and kill it a moment after it has begun."""
        process = subprocess.Popen(
            self.place.command("-m", "setia", *words), env=self.place.environment, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        begun = self.done_of(name)
        while process.poll() is None and self.done_of(name) == begun:
            time.sleep(0.1)
        try:
            said, _none = process.communicate(timeout=self.random.uniform(0, 2) if is_killed else LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _none = process.communicate()
            self.journal.count("kills of a command")
        one.run = one.run or self.number_of(name)
        if one.run and one not in self.journal.imports:
            self.journal.imports.append(one)
        words_in_log = said.decode(errors="replace")
        for line in unexplained(words_in_log, self.world.loses_database):
            self.journal.fault(f"setia {words[0]}: {line}")

    def done_of(self, name: str) -> tuple[int, int]:
        """The newest run of a file, and how far it is."""
        listed = self.read(f"{API}/imports").data["data"]
        return next(((run["id"], run["done"]) for run in listed if run["file"] == name), (0, 0))

    def number_of(self, name: str) -> int:
        return self.done_of(name)[0]


def seed_products(place: Installation, count: int) -> None:
    """The products that exports are checked with."""
    file = place.folder / "products.csv"
    file.write_text("name,sku\n" + "".join(f"Product {n},P-{n}\n" for n in range(count)))
    told = json.loads(place.setia("import", str(file), "--as", "products", "--yes", "--json"))
    if told["new"] != count:
        raise AssertionError(f"{told['new']} of {count} products were imported: {told['problems']}")
