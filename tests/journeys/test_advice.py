"""From the start page through what is recommended to what came of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_what_is_recommended_is_done_and_its_result_is_seen(visit: Visit, setia: Callable[..., str]) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Betasoloin")
    number = str(dev.row("Betasoloin").locator("a").first.get_attribute("href")).strip("/").split("/")[-1]
    dev.go(f"/opportunities/new?party={number}&name=Espresso+bar+for+the+lobby&amount=90000")
    dev.page.get_by_role("button", name="Save").click()
    expect(dev.page.locator("#record")).to_contain_text("Espresso bar for the lobby")

    assert "given" in setia("advise", "--look")
    assert "Espresso" not in setia("advise", "--by", "rosa@setia.example"), "it is Dev's"
    dev.go("/")
    thing = dev.page.locator("#next-things li", has_text="Espresso bar for the lobby")
    expect(thing).to_contain_text("Say what is next")
    expect(thing).to_contain_text("Nobody has said what is to be done next. A deal of")
    thing.get_by_role("button", name="Why: Say what is next").click()
    expect(dev.page.locator("#next-things [popover]:popover-open")).to_contain_text("The chance that it is done")
    dev.page.keyboard.press("Escape")
    dev.reads_well()

    others = dev.page.locator("#next-things li").count() - 1
    thing.get_by_role("link", name="Do it").or_(thing.get_by_role("button", name="Do it")).click()
    dialog = dev.page.locator("#dialog")
    expect(dialog.locator("[name=next_step]")).to_have_value("Call and agree on the next step")
    dialog.locator("[type=submit]").click()
    dev.noted("Next step as a task: done")
    expect(dev.page.locator("#next-things li", has_text="Espresso bar for the lobby")).to_have_count(0)

    if others:
        first = dev.page.locator("#next-things li").first
        first.get_by_label("Refuse").click()
        dialog.locator("[name=reason]").select_option("no_use")
        dialog.locator("[type=submit]").click()
        dev.noted("Refuse: done")
        expect(dev.page.locator("#next-things li")).to_have_count(others - 1)

    dev.go("/opportunities/?q=Espresso+bar")
    dev.row("Espresso bar for the lobby").locator("a").first.click()
    dev.page.get_by_role("link", name="Win").or_(dev.page.get_by_role("button", name="Win")).first.click()
    dialog.locator("[type=submit]").click()
    dev.noted("Win: done")
    setia("advise", "--look")
    dev.go("/actions/?where=outcome+%3D+%22worked%22")
    dev.row("Espresso bar for the lobby").locator("a").first.click()
    dev.sees("It worked", "Dev Manager")
    dev.reads_well()
