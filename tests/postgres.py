"""A PostgreSQL server of our own for the time of a test run, in a temporary folder.

It is made with the server programs of the system, listens on a socket in that folder only, gives up
durability for speed, and is stopped by its process id.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

OWNER = "setia"
PORT = 5432  # names the socket file only; nothing listens on the network
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB", "jit=off")
SECONDS_TO_START = 60
Command = list[str | Path]


class NoServer(Exception):
    """PostgreSQL cannot be started on this machine; the message says why."""


def programs() -> Path:
    """The folder of the server programs: PG_BIN, then PATH, then the newest of Debian's folders."""
    places = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    found = shutil.which("initdb")
    if found:
        places.append(Path(found).resolve().parent)
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(installed, key=lambda folder: int(folder.parent.name.partition(".")[0]), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise NoServer("no PostgreSQL server programs on this machine (on Debian: apt install postgresql)")


def server_account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root lends it the account `postgres`."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise NoServer("the tests run as root and there is no account 'postgres' to run the server") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@dataclass
class Cluster:
    """Use `start`, hand `url` to whoever needs it, and `stop` at the end."""

    folder: Path = field(default_factory=Path)
    process: subprocess.Popen[bytes] | None = None
    settings: tuple[str, ...] = SPEED
    listens: str = ""
    trusted: str = ""
    """A network from which everybody is let in, where it listens to one."""
    inside: Command = field(default_factory=list)
    """A command that the server is started with, such as one that enters a network namespace."""

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@:{PORT}/{OWNER}?host={quote(str(self.folder), safe='')}"

    def start(self) -> Cluster:
        bin_folder, account = programs(), server_account()
        self.folder = Path(tempfile.mkdtemp(prefix="setia-postgres-"))
        try:
            if account:
                os.chown(self.folder, account["user"], account["group"])
            self._initialise(bin_folder, account)
            self.serve()
            self._run([bin_folder / "createdb", "-h", self.folder, "-p", str(PORT), "-U", OWNER, OWNER], account)
        except BaseException:
            self.stop()
            raise
        return self

    def _initialise(self, bin_folder: Path, account: dict[str, Any]) -> None:
        command: Command = [bin_folder / "initdb", "-D", self.folder / "data", "-U", OWNER]
        command += ["--auth=trust", "--no-sync", "--encoding=UTF8"]
        try:
            self._run([*command, "--locale=C.UTF-8"], account)
        except NoServer:
            # A system without C.UTF-8 (before its C library had it, or macOS): the environment's locale.
            self._run(command, account)
        if self.trusted:
            with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {self.trusted} trust\n")

    def serve(self) -> None:
        """Start the server on the data that is there, again after it was killed."""
        bin_folder, account = programs(), server_account()
        place = f"unix_socket_directories={self.folder}"
        options = ["-c", f"listen_addresses={self.listens}", "-c", place, "-p", str(PORT)]
        for setting in (*self.settings, "max_connections=100", "shared_buffers=256MB"):
            options += ["-c", setting]
        log = self.folder / "log"
        with log.open("ab") as written:
            # A session of its own: Ctrl-C is for the tests, which then stop the server.
            self.process = subprocess.Popen(
                [*self.inside, bin_folder / "postgres", "-D", self.folder / "data", *options],
                stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
                cwd=self.folder, start_new_session=True, **({} if self.inside else account),
            )  # fmt: skip
        ready: Command = [bin_folder / "pg_isready", "-q", "-h", self.folder, "-p", str(PORT), "-U", OWNER]
        until = time.monotonic() + SECONDS_TO_START
        while subprocess.run(ready, check=False).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > until:
                raise NoServer(f"the PostgreSQL server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)

    def _run(self, command: Command, account: dict[str, Any]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder, **account)
        if done.returncode != 0:
            raise NoServer(f"{Path(command[0]).name} failed: {done.stderr.strip()[-1000:]}")

    def stop(self) -> None:
        """Nothing in it is worth keeping: stop at once and remove the folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(20)
        self.process = None
        if self.folder.name.startswith("setia-postgres-"):
            shutil.rmtree(self.folder, ignore_errors=True)
