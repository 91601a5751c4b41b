"""One customer's page, one deal's way over the board, and two people at the same record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_a_customer_is_made_noted_about_archived_and_brought_back(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/new")
    dev.page.fill("[name=name]", "Kopi Senja")
    dev.page.fill("[name=email]", "halo@kopi")
    dev.page.get_by_role("button", name="Save").click()
    expect(dev.page.locator("[name=name]")).to_have_value("Kopi Senja")
    expect(dev.page.locator("#f-email-hint .error")).to_be_visible()
    dev.page.fill("[name=email]", "halo@kopi-senja.example")
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Kopi Senja", "halo@kopi-senja.example", "created")
    dev.page.fill(".composer textarea", "Asked for a second grinder before the rainy season.")
    dev.page.locator(".composer button[type=submit]").click()
    dev.sees("Asked for a second grinder")
    dev.reads_well()
    dev.page.get_by_role("button", name="More").click()
    dev.page.get_by_role("link", name="Archive").click()
    dev.page.locator("#dialog button[type=submit]").click()
    dev.sees("This record is in the archive")
    dev.undo()
    expect(dev.page.locator("#main")).not_to_contain_text("This record is in the archive")


@pytest.mark.any_database
def test_the_party_page_tells_the_whole_story_of_its_deals(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Bioholding")
    dev.page.get_by_role("link", name="Bioholding").first.click()
    dev.sees("$90,991", "won", "lost", "Opportunities")
    dev.page.locator(".figure-value", has_text="$90,991").click()
    dev.sees("50")


def test_a_deal_moves_over_the_board_by_mouse_and_by_keyboard(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/opportunities/board?where=status+%3D+open")
    lanes = dev.page.locator(".lane")
    first, last = (int(lanes.nth(lane).locator(".count").first.inner_text()) for lane in (0, 3))
    card, target = lanes.nth(0).locator(".card").first, lanes.nth(2).locator(".lane-cards")
    title = card.locator(".card-title").inner_text()
    box, there = card.bounding_box(), target.bounding_box()
    assert box
    assert there
    dev.page.mouse.move(box["x"] + 40, box["y"] + box["height"] - 8)
    dev.page.mouse.down()
    dev.page.mouse.move(there["x"] + 60, there["y"] + 40, steps=8)
    dev.page.mouse.up()
    dev.noted("moved to Proposal")
    expect(lanes.nth(0).locator(".count").first).to_have_text(str(first - 1))
    expect(lanes.nth(2).locator(".card").first).to_contain_text(title)
    moved = lanes.nth(2).locator(".card").first
    moved.focus()
    dev.page.keyboard.press("m")
    dev.page.locator("#move-menu").get_by_role("button", name="Negotiation").click()
    dev.noted("moved to Negotiation")
    expect(lanes.nth(3).locator(".count").first).to_have_text(str(last + 1))
    dev.undo()
    dev.reads_well()


@pytest.mark.any_database
def test_the_palette_finds_records_and_runs_verbs(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/opportunities/?where=status+%3D+open&sort=id")
    dev.page.locator("tbody .title a").first.click()
    dev.page.wait_for_url("**/opportunities/*/", wait_until="load")
    dev.page.keyboard.press("Control+k")
    dev.page.keyboard.type("Betatech")
    expect(dev.page.locator("#palette-list [role=option]", has_text="Betatech").first).to_be_visible()
    dev.page.locator("#palette input").fill("win")
    dev.page.locator("#palette-list [role=option]", has_text="Win").first.click()
    expect(dev.page.locator("#dialog-host")).to_be_visible()
    dev.page.keyboard.press("Escape")


def test_two_people_at_one_record_lose_nothing(visit: Visit) -> None:
    dev, rosa = visit("dev"), visit("rosa")
    dev.go("/companies/?q=Cancity")
    dev.page.get_by_role("link", name="Cancity").first.click()
    address = dev.page.url.removesuffix("/") + "/edit"
    dev.page.goto(address)
    rosa.page.goto(address)
    dev.page.fill("[name=city]", "Lyon")
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Lyon")
    rosa.page.fill("[name=employees]", "2500")
    rosa.page.get_by_role("button", name="Save").click()
    rosa.sees("Lyon", "2,500")
    dev.page.goto(address)
    rosa.page.goto(address)
    dev.page.fill("[name=city]", "Nantes")
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Nantes")
    rosa.page.fill("[name=city]", "Rennes")
    rosa.page.get_by_role("button", name="Save").click()
    expect(rosa.page.locator("table.versions")).to_contain_text("Nantes")
    expect(rosa.page.locator("table.versions")).to_contain_text("Rennes")
    rosa.reads_well()
    rosa.page.locator("input[name=keep_city][value=mine]").check()
    rosa.page.get_by_role("button", name="Save the chosen").click()
    rosa.sees("Rennes")
