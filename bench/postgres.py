"""A PostgreSQL server whose data stays, with the durability that a company would run it with."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.postgres import OWNER, PORT, programs, server_account

SETTINGS = (
    "fsync=on", "synchronous_commit=on", "shared_buffers=2GB", "effective_cache_size=8GB", "work_mem=32MB",
    "maintenance_work_mem=512MB", "max_wal_size=4GB", "random_page_cost=1.1", "max_connections=100", "jit=off",
)  # fmt: skip
"""The durability of the defaults; memory as the manual advises for a machine of 24 GiB with solid-state disks."""


@dataclass
class KeptCluster:
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@:{PORT}/{OWNER}?host={quote(str(self.folder), safe='')}"

    def start(self) -> None:
        account, programs_folder, data = server_account(), programs(), self.folder / "data"
        is_new = not data.exists()
        if is_new:
            self.folder.mkdir(parents=True, exist_ok=True)
            if account:
                os.chown(self.folder, account["user"], account["group"])
            command = [programs_folder / "initdb", "-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8"]
            subprocess.run([*command, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/", **account)
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}", "-p", str(PORT)]
        for setting in SETTINGS:
            options += ["-c", setting]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [programs_folder / "postgres", "-D", data, *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd="/", start_new_session=True,
                **account,
            )  # fmt: skip
        address = ["-h", str(self.folder), "-p", str(PORT), "-U", OWNER]
        while subprocess.run([programs_folder / "pg_isready", "-q", *address], check=False).returncode != 0:
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)
        if is_new:
            subprocess.run([programs_folder / "createdb", *address, OWNER], check=True)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        self.process = None
