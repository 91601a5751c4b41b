"""Makes the pictures of the README from the demonstration company: python -m tests.screenshots

Needs a Chromium, as the journeys do. The demonstration is filled anew in a temporary folder, so that
the pictures show what `make demo` shows.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from setia.demo.firm.colleagues import ADMINISTRATOR, COLLEAGUES, PASSWORD
from tests.journeys.conftest import FLAGS, chromium

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main() -> int:
    program = chromium()
    if program is None:
        print("The pictures need a Chromium (Debian: apt install chromium).", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="setia-pictures-") as folder:
        environment = os.environ | {"SETIA_DATA_DIR": folder, "SETIA_WORKERS": "1"}
        subprocess.run([sys.executable, "-m", "setia", "demo", "--fill-only"], env=environment, check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([sys.executable, "-m", "setia", "serve", "--port", str(port)], env=environment)
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(site)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
                take_all(browser, site)
                browser.close()
        finally:
            server.terminate()
            server.wait(30)
    return 0


def wait_for(site: str) -> None:
    for _turn in range(120):
        try:
            urllib.request.urlopen(f"{site}/account/login/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"{site} does not answer")


def take_all(browser: Browser, site: str) -> None:
    """The five pictures; a busy customer is the one with the most opportunities won."""
    take(browser, site, "board", "/opportunities/board?where=status+%3D+open")
    take(browser, site, "list", "/opportunities/?where=status+%3D+won+and+amount+%3E+2000&sort=-amount")
    take(browser, site, "today-dark", "/", dark=True)
    take(
        browser,
        site,
        "company",
        "",
        click_from="/opportunities/?where=status+%3D+won+and+party.kind+%3D+company&sort=-amount",
    )
    take(browser, site, "phone", "", width=390, language="id",
         click_from="/opportunities/?where=status+%3D+won+and+party.kind+%3D+company&sort=-amount")  # fmt: skip


def take(
    browser: Browser,
    site: str,
    name: str,
    address: str,
    *,
    width: int = 1440,
    dark: bool = False,
    language: str = "en",
    click_from: str = "",
) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", COLLEAGUES[ADMINISTRATOR].email)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/")
    if language != "en":
        speak(page, language)
    if click_from:
        page.goto(click_from)
        address = str(page.locator("tbody td a[href*='/parties/']").first.get_attribute("href"))
    page.goto(address)
    page.wait_for_timeout(400)
    page.screenshot(path=PICTURES / f"{name}.png", caret="initial")
    if language != "en":
        speak(page, "en")
    context.close()


def speak(page: Page, language: str) -> None:
    with page.expect_navigation():
        page.evaluate(f"document.querySelector('#user-menu button[value={language}]').click()")


if __name__ == "__main__":
    sys.exit(main())
