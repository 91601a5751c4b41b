"""A promise is made in a call, stands before whoever has to keep it, is renegotiated, kept, and counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_a_promise_made_in_a_call_is_renegotiated_kept_and_counted(visit: Visit) -> None:
    dev, today = visit("dev"), datetime.now(UTC).date()
    dev.go("/companies/?q=Betasoloin")
    dev.row("Betasoloin").locator("a").first.click()
    composer = dev.page.locator(".composer")
    composer.get_by_text("Call", exact=True).click()
    composer.get_by_role("textbox", name="What happened").fill("The door of the workshop sticks")
    composer.get_by_label("We promised").fill("The door closes again")
    composer.get_by_role("button", name="Note what happened").click()
    dialog = dev.page.locator("#dialog")
    expect(dialog).to_contain_text("Say by when")
    dialog.locator("[name=promised_on]").fill((today + timedelta(days=3)).isoformat())
    dialog.locator("[type=submit]").click()
    dev.noted("done")
    dev.reads_well()

    for _turn in range(40):  # a job makes a promise of what was told
        dev.go("/")
        if dev.page.locator("#today tr", has_text="The door closes again").count():
            break
        dev.page.wait_for_timeout(250)
    dev.sees("Promises to keep", "The door closes again")
    dev.page.locator("#today tr", has_text="The door closes again").locator("a").first.click()
    dev.page.get_by_role("button", name="Renegotiate").or_(dev.page.get_by_role("link", name="Renegotiate")).click()
    dialog.get_by_label("What was agreed, and with whom").fill("They close for the holidays")
    dialog.get_by_label("Due on from now").fill((today + timedelta(days=6)).isoformat())
    dialog.locator("[type=submit]").click()
    dev.noted("Renegotiate: done")
    successor = dev.page.locator(".block", has_text="Renegotiated into")
    expect(successor).to_contain_text("The door closes again")
    dev.reads_well()
    successor.get_by_role("link", name="The door closes again").click()
    expect(dev.page.locator("#record")).to_contain_text("Takes the place of")
    dev.page.get_by_role("button", name="Kept").or_(dev.page.get_by_role("link", name="Kept")).first.click()
    dialog.get_by_label("Evidence").fill("They sent a picture")
    dialog.locator("[type=submit]").click()
    dev.noted("Kept: done")
    dev.sees("They sent a picture")

    dev.go("/reports/promises-kept")
    line = dev.page.locator("tr", has_text="Dev Manager")
    expect(line).to_contain_text("too few to say")
    dev.reads_well()
