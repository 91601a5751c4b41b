"""A manager looks at the business, opens what is behind a number, and puts together a dashboard of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_a_dashboard_is_read_copied_changed_and_undone_with_the_keyboard_too(visit: Visit) -> None:
    dev = visit("dev")
    page = dev.page
    dev.go("/insight/managing/")
    dev.sees("The business")
    bars = page.locator("section.tile", has=page.locator("h2", has_text="by Stage"))
    expect(bars.locator(".chart-drawing svg").first).to_be_visible()
    dev.reads_well()
    # With the keyboard: the table beside the chart leads to the records that a bar stands for.
    bars.locator("summary").focus()
    page.keyboard.press("Enter")
    bars.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/?where=*")
    dev.sees("Opportunities")

    dev.go("/insight/managing/")
    page.get_by_role("button", name="Make it my own").click()
    dev.sees("The business")
    page.get_by_role("link", name="Add a tile").click()
    page.select_option("select[name=kind]", "bar")
    page.select_option("select[name=resource]", "companies")
    page.get_by_role("button", name="Continue").click()
    page.select_option("select[name=group]", "country")
    page.fill("input[name=title]", "Where they are")
    page.fill("input[name=where]", "no_such_field = 1")
    page.get_by_role("button", name="Save").click()
    dev.sees("no_such_field")
    expect(page.locator("input[name=title]")).to_have_value("Where they are")
    page.fill("input[name=where]", "")
    page.get_by_role("button", name="Save").click()
    dev.sees("Where they are")
    dev.reads_well()
    page.get_by_role("button", name="Move Where they are forward").focus()
    page.keyboard.press("Enter")
    dev.noted("Move a tile")
    page.get_by_role("button", name="Remove Where they are").click()
    expect(page.locator("h2", has_text="Where they are")).to_have_count(0)
    dev.undo()
    page.reload()
    dev.sees("Where they are")
    dev.complain()


def test_a_dashboard_is_read_on_a_telephone_in_the_dark(visit: Visit) -> None:
    dev = visit("dev")
    dev.page.set_viewport_size({"width": 390, "height": 844})
    dev.page.emulate_media(color_scheme="dark")
    dev.go("/insight/managing/")
    expect(dev.page.locator(".chart-drawing svg").first).to_be_visible()
    dev.reads_well()
    dev.complain()
