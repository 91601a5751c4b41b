"""Machines that are network namespaces, joined by cables that can be pulled.

People, the database and two installations each have a namespace of their own; nothing outside of them can be
reached. All of it is gone when the command ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from bench.faults.installation import Stuck

INSIDE = "SETIA_FAULTS_INSIDE"
DATABASE = "setia-db"


class NotPermitted(Exception):
    """Namespaces cannot be made here; the message says why."""


@dataclass(frozen=True)
class Machine:
    """One machine's name, its address for people, and its and the database's address on their own cable."""

    name: str
    number: int

    @property
    def address(self) -> str:
        return f"10.231.{self.number}.2"

    @property
    def own(self) -> str:
        return f"10.232.{self.number}.2"

    @property
    def database(self) -> str:
        return f"10.232.{self.number}.1"


MACHINES = (Machine("setia-a", 1), Machine("setia-b", 2))


def go_inside() -> None:
    """Run this very command again in a network of its own, whose namespaces nobody else sees."""
    if os.environ.get(INSIDE):
        return
    if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("ip"):
        raise NotPermitted("it needs root, and the commands `unshare` and `ip` (Debian: util-linux, iproute2)")
    if subprocess.run(["unshare", "--net", "--mount", "true"], check=False, capture_output=True).returncode:
        raise NotPermitted("this system lets nobody make network namespaces")
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", "--mount", sys.executable, "-m", "bench.faults", *sys.argv[1:]])  # noqa: S606


def lay_cables() -> None:
    run("mkdir", "-p", "/run/netns")
    run("mount", "-t", "tmpfs", "namespaces", "/run/netns")
    run("ip", "link", "set", "lo", "up")
    for name in (DATABASE, *(machine.name for machine in MACHINES)):
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")
    for machine in MACHINES:
        n = machine.number
        run("ip", "link", "add", f"people{n}", "type", "veth", "peer", "name", "people", "netns", machine.name)
        run("ip", "addr", "add", f"10.231.{n}.1/24", "dev", f"people{n}")
        run("ip", "link", "set", f"people{n}", "up")
        run("ip", "-n", DATABASE, "link", "add", f"site{n}", "type", "veth", "peer", "name", "db",
            "netns", machine.name)  # fmt: skip
        run("ip", "-n", DATABASE, "addr", "add", f"{machine.database}/24", "dev", f"site{n}")
        run("ip", "-n", DATABASE, "link", "set", f"site{n}", "up")
        for device, address in (("people", machine.address), ("db", machine.own)):
            run("ip", "-n", machine.name, "addr", "add", f"{address}/24", "dev", device)
            run("ip", "-n", machine.name, "link", "set", device, "up")


def pull(machine: Machine) -> None:
    """Cut a machine off from the database: what either sends is lost, and neither is told."""
    run("ip", "-n", DATABASE, "link", "set", f"site{machine.number}", "down")


def plug_in(machine: Machine) -> None:
    run("ip", "-n", DATABASE, "link", "set", f"site{machine.number}", "up")


def inside(name: str) -> list[str]:
    """What a program is started with to run on that machine."""
    return ["ip", "netns", "exec", name]


def run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stuck(f"{' '.join(words)}: {done.stderr.strip()}")
