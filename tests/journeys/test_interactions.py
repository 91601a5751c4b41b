"""What passed between us and a customer is told in seconds, corrected, and found again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_a_call_is_told_corrected_and_found_by_its_kind(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Betasoloin")
    dev.row("Betasoloin").locator("a").first.click()
    composer = dev.page.locator(".composer")
    composer.get_by_text("Call", exact=True).click()
    composer.get_by_role("textbox", name="What happened").fill("Wants 40 chairs by Friday")
    composer.get_by_label("Minutes").fill("12")
    composer.get_by_role("button", name="Note what happened").click()
    dev.noted("done")
    told = dev.page.locator(".entry", has_text="Wants 40 chairs").first
    expect(told).to_contain_text("spoke by telephone")
    expect(told).to_contain_text("12")
    dev.reads_well()
    told.get_by_role("link", name="Correct this entry").click(force=True)
    dev.page.locator("#dialog textarea").fill("Wants 14 chairs by Friday")
    dev.page.locator("#dialog [type=submit]").click()
    dev.noted("Corrected")
    expect(dev.page.locator(".entry.is-corrected", has_text="Wants 40 chairs")).to_contain_text("corrected later")
    dev.page.get_by_label("What", exact=True).select_option(label="visited")
    expect(dev.page.locator("#story")).to_contain_text("Nothing of this kind")
    dev.page.get_by_label("What", exact=True).select_option(label="spoke by telephone")
    expect(dev.page.locator("#story")).to_contain_text("Wants 14 chairs")
    dev.undo()
    expect(dev.page.locator(".entry.is-corrected", has_text="Wants 14 chairs")).to_be_visible()


def test_everybody_who_was_at_a_meeting_is_named(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Betasoloin")
    dev.row("Betasoloin").locator("a").first.click()
    composer = dev.page.locator(".composer")
    composer.get_by_text("Meeting", exact=True).click()
    composer.get_by_role("textbox", name="What happened").fill("Showed the workshop")
    places = composer.locator(".several [role=combobox]")
    for at, name in enumerate(("Cancity", "Zathunicon")):
        expect(places.nth(at + 1)).to_be_hidden()
        places.nth(at).fill(name)
        composer.locator("[role=option]", has_text=name).first.click()
        expect(places.nth(at + 1)).to_be_visible()
    composer.get_by_role("button", name="Note what happened").click()
    dev.noted("done")
    told = dev.page.locator(".entry", has_text="Showed the workshop").first
    expect(told).to_contain_text("Cancity, Zathunicon")
    dev.reads_well()
    dev.undo()


def test_a_contact_point_is_added_without_leaving_the_page(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Betasoloin")
    dev.row("Betasoloin").locator("a").first.click()
    dev.page.get_by_role("link", name="Add to Contact points").click()
    dialog = dev.page.locator("#dialog")
    dialog.get_by_label("Value").fill("not an address")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".error").first).to_be_visible()
    expect(dialog.get_by_label("Value")).to_have_value("not an address")
    dialog.get_by_label("Value").fill("orders@betasoloin.example")
    dialog.get_by_role("button", name="Save").click()
    dev.noted("created")
    expect(dev.page.locator("#panel-contact-points-party")).to_contain_text("orders@betasoloin.example")
    dev.undo()
    expect(dev.page.locator("#panel-contact-points-party")).not_to_contain_text("orders@betasoloin.example")
