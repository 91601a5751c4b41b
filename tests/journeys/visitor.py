"""Somebody at a browser: goes, looks, types — and notices errors of the page and barriers on it."""

from __future__ import annotations

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, expect

REFUSALS = ("status of 409", "status of 422", "status of 401", "status of 403", "status of 404", "status of 400")
"""Chromium notes every refused request in its console; these are answers, not errors of the page."""

AT_REST = """() => Promise.race([
    Promise.allSettled(document.getAnimations()
        .filter(each => each.effect.getComputedTiming().iterations !== Infinity).map(each => each.finished)),
    new Promise(done => setTimeout(done, 2000)),
]).then(() => true)"""
"""Wait until everything that moves, and will end, has ended."""

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


class Visitor:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.noticed: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.noticed.append(f"script: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in REFUSALS):
            self.noticed.append(f"console: {message.text}")

    def complain(self) -> None:
        assert self.noticed == [], self.noticed

    def is_known(self) -> bool:
        """Whether the start page opens, because somebody's session is still good."""
        self.page.goto("/")
        return "/account/login/" not in self.page.url

    def sign_in(self, email: str, password: str) -> None:
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        expect(self.page.locator("nav.rail")).to_be_attached()

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status < 400, (address, answer.status)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("#main")).to_contain_text(text)

    def noted(self, text: str) -> None:
        """A notice appears."""
        expect(self.page.locator("#toasts .toast", has_text=text).last).to_be_visible()

    def undo(self) -> None:
        self.page.locator("#toasts [data-undo]").last.click()
        self.noted("Undone")

    def row(self, text: str):  # type: ignore[no-untyped-def]
        return self.page.locator("table.grid tbody tr", has_text=text).first

    def reads_well(self) -> None:
        """No barrier that a program can find (WCAG 2.2 AA), and nothing wider than the window.

        Barriers are looked for on one database only: the other leads to the same page.
        """
        if "SETIA_DATABASE_URL" not in os.environ:
            self.page.evaluate(AT_REST)  # what is still coming in is pale
            found = Axe().run(self.page, options=WCAG).response["violations"]
            told = [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]
            assert told == [], (self.page.url, told)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide} px"
