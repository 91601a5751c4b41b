"""Journeys: whole stories in a real browser, against the real server started as a user starts it.

Needs a Chromium (CHROMIUM names it, otherwise the usual names are tried); without one the journeys
are skipped and say so.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests.databases import on_server
from tests.journeys.visitor import Visitor
from tests.mailing import Server

# The browser's driver keeps an event loop in its thread for as long as it runs. Django takes that for
# asynchronous code and refuses the database to every later test of the same process; none of them is.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A worker beside other tests takes its time; what does not come at all still fails.
expect.set_options(timeout=20_000)

PASSWORD = "correct-horse-battery"  # noqa: S105
DATA = Path(__file__).parent.parent / "data"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PEOPLE = (("ada", "Ada Seller", []), ("dev", "Dev Manager", ["--admin"]), ("rosa", "Rosa Root", ["--admin"]),
          ("lena", "Lena Languages", ["--admin"]))  # fmt: skip


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="package")
def letters() -> Iterator[Server]:
    """A mail server that keeps what Setia sends."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="package")
def environment(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config, letters: Server
) -> Iterator[dict[str, str]]:
    """A Setia of its own for all journeys, on the database of this run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SETIA_", "PYTEST_"))}
    kept |= {"SETIA_DATA_DIR": str(tmp_path_factory.mktemp("journeys")), "SETIA_WORKERS": "1"}
    kept |= {"SETIA_MAIL_URL": letters.address, "SETIA_ORIGINS": "https://crm.example"}
    if pytestconfig.option.database == "sqlite":
        yield kept
        return
    name = f"journeys_{uuid4().hex[:12]}"
    server = urlsplit(os.environ["SETIA_DATABASE_URL"])
    on_server(server.geturl(), f"CREATE DATABASE {name}")
    yield kept | {"SETIA_DATABASE_URL": urlunsplit(server._replace(path=f"/{name}"))}
    on_server(server.geturl(), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="package")
def setia(environment: dict[str, str]) -> Callable[..., str]:
    """Run a command of Setia in that installation."""

    def run(*words: str, give: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", "setia", *words], env=environment, input=give, capture_output=True, text=True,
            check=False, cwd=Path(__file__).parent.parent.parent,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="package")
def site(environment: dict[str, str], setia: Callable[..., str]) -> Iterator[str]:
    """The address of the running server; people may sign in, and real deals have been imported."""
    for email, name, more in PEOPLE:
        setia("user", "add", f"{email}@setia.example", "--name", name, "--password-stdin", *more, give=PASSWORD + "\n")
    for file in ("sales_teams", "products", "accounts", "sales_pipeline"):
        setia("import", str(DATA / "b2b" / f"{file}.csv"), "--accept-nearest", "--yes")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "setia", "serve", "--port", str(port)], env=environment,
        cwd=Path(__file__).parent.parent.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str) -> None:
    for _second in range(120):
        try:
            urllib.request.urlopen(f"{address}/account/login/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{address} does not answer")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """What a browser keeps of people who have signed in, as it was when they had."""
    return {}


@pytest.fixture
def visit(browser: Browser, site: str, sessions: dict[str, StorageState]) -> Iterator[Callable[..., Visitor]]:
    """Sign somebody in, in a browser of their own: visit("dev"), visit("ada", width=390, dark=True)."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def enter(name: str = "dev", *, width: int = 1440, dark: bool = False, sign_in: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", base_url=site,
            accept_downloads=True, has_touch=width < 600, storage_state=sessions.get(name) if sign_in else None,
        )  # fmt: skip
        contexts.append(context)
        page: Page = context.new_page()
        page.set_default_timeout(20_000)
        visitor = Visitor(page)
        visitors.append(visitor)
        if sign_in and not visitor.is_known():
            visitor.sign_in(f"{name}@setia.example", PASSWORD)
            sessions[name] = context.storage_state()
        return visitor

    yield enter
    for visitor in visitors:
        visitor.complain()
    for context in contexts:
        context.close()
