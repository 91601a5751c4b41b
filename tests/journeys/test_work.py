"""A day's work: tasks written down and ticked off where they stand, the bell, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def today() -> date:
    return datetime.now(UTC).date()


def jot(visitor: Visitor, name: str, due: date | None = None) -> None:
    """Write a task down on the start page."""
    visitor.go("/")
    visitor.page.fill("#jot-name", name)
    if due:
        visitor.page.fill("#jot-due_on", due.isoformat())
    visitor.page.locator(".jot button").click()
    visitor.noted("Task created")


def test_a_task_is_written_down_in_seconds_ticked_off_and_taken_back(visit: Visit) -> None:
    dev = visit("dev")
    jot(dev, "Call Betatech back")
    dev.sees("Due today", "Call Betatech back")
    dev.reads_well()
    line = dev.page.locator("#today tr", has_text="Call Betatech back")
    line.locator(".tick").click()
    dev.noted("Finish: done.")
    expect(line).to_have_count(0)
    dev.undo()
    expect(line).to_have_count(1)
    line.locator(".tick").focus()
    dev.page.keyboard.press("Enter")
    expect(line).to_have_count(0)


def test_what_is_refused_on_the_start_page_stands_in_the_whole_form(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/")
    dev.page.fill("#jot-name", "x" * 201)
    dev.page.locator(".jot button").click()
    expect(dev.page.locator("#f-name-hint .error")).to_be_visible()
    expect(dev.page.locator("[name=name]")).to_have_value("x" * 201)
    dev.page.fill("[name=name]", "Shorter")
    dev.page.get_by_role("button", name="Save").click()
    dev.noted("Task created")
    dev.sees("Shorter")


def test_what_repeats_comes_again_when_it_is_done_and_goes_when_that_is_taken_back(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/tasks/new")
    dev.page.fill("[name=name]", "Water the plants")
    dev.page.fill("[name=due_on]", today().isoformat())
    dev.page.fill("[name=due_time]", "09:30")
    dev.page.fill("[name=repeat_every]", "1")
    dev.page.select_option("[name=repeat_unit]", "weeks")
    dev.reads_well()
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Water the plants", "9:30")
    dev.reads_well()
    dev.go("/tasks/?q=Water+the+plants&where=status+%3D+open")
    rows = dev.page.locator("table.grid tbody tr")
    first = rows.first.inner_text()
    rows.first.locator(".tick").click()
    dev.noted("Finish: done.")
    expect(rows).to_have_count(1)
    expect(rows.first).not_to_have_text(first)
    dev.undo()
    expect(rows).to_have_count(1)


def test_a_task_belongs_to_a_customer_and_to_a_deal_and_is_done_on_their_pages(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/opportunities/?where=status+%3D+open&sort=id")
    dev.page.locator("tbody .title a").first.click()
    dev.page.wait_for_url("**/opportunities/*/", wait_until="load")
    title = dev.page.locator("#main h1").inner_text()
    dev.page.get_by_role("link", name="Add to Tasks").click()
    expect(dev.page.locator("#f-about")).to_have_value(title)
    dev.page.fill("[name=name]", "Prepare the demonstration")
    dev.page.locator("#f-party").press_sequentially("Cancity")
    dev.page.locator("#f-party-list [role=option]", has_text="Cancity").first.click()
    dev.page.get_by_role("button", name="Save").click()
    dev.page.get_by_role("link", name="Prepare the demonstration").click()
    dev.page.wait_for_url("**/tasks/*/", wait_until="load")
    dev.sees("Prepare the demonstration", title, "Cancity")
    dev.page.locator(".facts").get_by_role("link", name="Cancity").first.click()
    panel = dev.page.locator("section", has=dev.page.get_by_role("heading", name="Tasks", exact=True))
    expect(panel).to_contain_text("Prepare the demonstration")
    dev.reads_well()
    panel.locator(".tick").first.click()
    dev.noted("Finish: done.")
    dev.sees("done")


def test_any_record_is_chosen_by_its_name(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/tasks/new")
    dev.page.fill("[name=name]", "Look at the price")
    dev.page.locator("#f-about").press_sequentially("GTX Pro")
    product = dev.page.locator("#f-about-list [role=option]", has=dev.page.get_by_text("Product", exact=True))
    product.filter(has=dev.page.get_by_text("GTX Pro", exact=True)).click()
    dev.page.get_by_role("button", name="Save").click()
    dev.page.get_by_role("link", name="GTX Pro").first.click()
    dev.page.wait_for_url("**/products/*/", wait_until="load")


def test_whoever_is_given_a_task_hears_the_bell(visit: Visit) -> None:
    dev, rosa = visit("dev"), visit("rosa")
    rosa.go("/")
    expect(rosa.page.locator(".top-bell")).to_have_text("")
    jot(dev, "Check the contract of Codehow")
    dev.page.get_by_role("link", name="Check the contract of Codehow").first.click()
    dev.page.get_by_role("button", name="More").click()
    dev.page.get_by_role("link", name="Assign", exact=True).click()
    dev.page.locator("#dialog [role=combobox]").press_sequentially("Rosa")
    dev.page.locator("#dialog [role=option]", has_text="Rosa Root").first.click()
    dev.page.locator("#dialog button[type=submit]").click()
    dev.noted("Assign: done.")
    rosa.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    bell = rosa.page.locator(".top-bell")
    expect(bell).to_have_text("1")
    bell.click()
    rosa.sees("Check the contract of Codehow", "Dev Manager assigned this to you")
    rosa.reads_well()
    rosa.page.get_by_role("button", name="Check the contract of Codehow").click()
    rosa.page.wait_for_url("**/tasks/*/", wait_until="load")
    expect(rosa.page.locator(".top-bell")).to_have_text("")
    rosa.go("/notices/")
    rosa.page.select_option("[name=hour]", "7")
    rosa.page.get_by_role("button", name="Save").click()
    expect(rosa.page.locator("[name=hour]")).to_have_value("7")


def test_the_calendar_turns_its_pages_by_the_keyboard(visit: Visit) -> None:
    dev = visit("dev")
    later = today() + timedelta(days=45)
    jot(dev, "Meet the fair committee", later)
    dev.go(f"/calendar/?day={later}")
    dev.sees("Meet the fair committee")
    dev.reads_well()
    title = dev.page.locator("#main h1")
    shown = title.inner_text()
    dev.page.keyboard.press("]")
    expect(title).not_to_have_text(shown)
    dev.page.keyboard.press("[")
    expect(title).to_have_text(shown)
    dev.go(f"/calendar/?day={later}")
    dev.page.get_by_role("link", name="Everybody").click()
    dev.page.get_by_role("link", name="Week", exact=True).click()
    dev.sees("Meet the fair committee")
    dev.reads_well()
    dev.page.get_by_role("link", name="Agenda").click()
    dev.reads_well()
    dev.page.get_by_role("link", name="Meet the fair committee").first.click()
    dev.page.wait_for_url("**/tasks/*/", wait_until="load")
    dev.go(f"/calendar/?day={later}")
    dev.page.keyboard.press("t")
    expect(title).not_to_have_text(shown)


def test_a_telephone_shows_the_days_one_after_the_other(visit: Visit) -> None:
    dev = visit("dev", width=390, dark=True)
    jot(dev, "Ring the bank", today() + timedelta(days=1))
    dev.reads_well()
    for view in ("month", "week", "agenda"):
        dev.go(f"/calendar/?view={view}&day={today() + timedelta(days=1)}")
        expect(dev.page.get_by_role("link", name="Ring the bank").first).to_be_visible()
        dev.reads_well()
    dev.go("/notices/")
    dev.reads_well()
    dev.go("/tasks/")
    dev.reads_well()
