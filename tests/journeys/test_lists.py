"""A working day in lists: find, narrow down, keep a view, change many, take it back, carry it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def test_a_customer_is_found_as_one_types_also_misspelt(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/")
    dev.page.keyboard.press("/")
    dev.page.keyboard.type("bioh")
    expect(dev.page.locator("tbody tr")).to_have_count(1)
    dev.sees("Bioholding")
    dev.page.fill("#list-search", "biohalding")
    dev.sees("Bioholding")
    dev.page.fill("#list-search", "no such company anywhere")
    dev.sees("Nothing matches")
    dev.reads_well()


def test_conditions_are_built_in_words_joined_and_removed(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/opportunities/")
    dev.page.click("[data-new-filter]")
    dev.page.locator("#filter-menu").get_by_role("button", name="Value", exact=True).click()
    dev.page.fill("#filter-editor [name=value]", "20000")
    dev.page.locator("#filter-editor button[type=submit]").click()
    expect(dev.page.locator(".chip")).to_have_count(1)
    assert "where=amount" in dev.page.url
    dev.go("/opportunities/?where=amount+>%3D+20000+and+status+%3D+won")
    expect(dev.page.locator(".chip")).to_have_count(2)
    before = dev.page.locator(".page-title .count").inner_text()
    dev.page.locator("a.joiner").click()
    expect(dev.page.locator(".page-title .count")).not_to_have_text(before)
    dev.page.locator(".chip a").first.click()
    expect(dev.page.locator(".chip")).to_have_count(1)
    dev.reads_well()


@pytest.mark.any_database
def test_a_list_is_sorted_paged_and_shows_the_columns_chosen(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/")
    first = dev.page.locator("tbody .title a").first.inner_text()
    dev.page.get_by_role("link", name="Next page").click()
    expect(dev.page.locator("tbody .title a").first).not_to_have_text(first)
    dev.page.get_by_role("link", name="Previous page").click()
    expect(dev.page.locator("tbody .title a").first).to_have_text(first)
    dev.page.get_by_role("link", name="Name").click()
    expect(dev.page.locator("th[aria-sort=descending]")).to_have_count(1)
    dev.page.get_by_role("button", name="Columns").click()
    dev.page.locator("#columns").get_by_role("checkbox", name="City").check()
    dev.page.get_by_role("button", name="Show these columns").click()
    expect(dev.page.locator("thead th", has_text="City")).to_be_visible()


@pytest.mark.any_database
def test_customers_are_put_in_the_order_of_their_chance_by_keyboard_alone(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?columns=name,staying,next_worth")
    head = dev.page.locator("th", has_text="Still a customer")
    for order in ("ascending", "descending"):
        head.get_by_role("link").focus()
        dev.page.keyboard.press("Enter")
        expect(dev.page.locator(f"th[aria-sort={order}]")).to_have_text("Still a customer")
    expect(dev.page.locator("th[aria-sort]")).to_have_count(1)
    assert "sort=-staying" in dev.page.url
    dev.reads_well()


def test_a_view_is_saved_and_shared_with_everybody(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/opportunities/?where=status+%3D+open")
    dev.page.get_by_text("Save view").click()
    dev.page.fill("#dialog [name=name]", "Open deals")
    dev.page.locator("#dialog [name=is_shared]").check()
    dev.page.locator("#dialog button[type=submit]").click()
    expect(dev.page.locator(".tab[aria-current=page]")).to_contain_text("Open deals")
    rosa = visit("rosa")
    rosa.go("/opportunities/")
    rosa.page.get_by_role("link", name="Open deals").click()
    rosa.sees("2,089")


def test_a_cell_is_edited_in_place_and_the_change_taken_back(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?q=Betasoloin")
    cell = dev.row("Betasoloin").locator("td.edit").nth(2)
    before = cell.inner_text()
    cell.click()
    dev.page.locator("#cell").fill("not a number")
    dev.page.keyboard.press("Enter")
    expect(dev.page.locator(".cell-form .error")).to_be_visible()
    expect(dev.page.locator("#cell")).to_have_value("not a number")
    dev.page.locator("#cell").fill("512")
    dev.page.keyboard.press("Enter")
    expect(dev.row("Betasoloin")).to_contain_text("512")
    dev.undo()
    expect(dev.row("Betasoloin")).to_contain_text(before)


def test_many_rows_are_changed_at_once_and_put_back(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/?where=country+%3D+US")
    dev.page.keyboard.press("j")
    dev.page.keyboard.press("x")
    dev.page.keyboard.press("j")
    dev.page.keyboard.press("x")
    expect(dev.page.locator("#bulk output")).to_contain_text("2 selected")
    dev.page.locator("#bulk").get_by_role("button", name="Change a field").click()
    dev.page.select_option("#dialog [name=field]", "city")
    dev.page.locator("#dialog button[type=submit]").click()
    dev.page.fill("#dialog [name=city]", "Springfield")
    dev.page.locator("#dialog button[type=submit]").click()
    dev.noted("2 records changed")
    dev.undo()
    dev.go("/companies/?where=city+%3D+Springfield")
    dev.sees("Nothing matches")


@pytest.mark.any_database
@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbfName,"), ("xlsx", b"PK")])
def test_what_is_seen_is_carried_out_as_a_file(visit: Visit, form: str, begins: bytes) -> None:
    dev = visit("dev")
    dev.go("/companies/?where=country+%3D+Kenya")
    dev.page.get_by_role("button", name="More").click()
    with dev.page.expect_download() as waiting:
        dev.page.get_by_role("link", name=f"Export as {'CSV' if form == 'csv' else 'Excel'}").click()
    path = waiting.value.path()
    assert path.read_bytes().startswith(begins)
    if form == "csv":
        assert b"Betatech" in path.read_bytes()


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["/", "/companies/", "/opportunities/", "/opportunities/board", "/orders/",
                                     "/staff/", "/companies/new", "/companies/5/", "/import/", "/me"])  # fmt: skip
@pytest.mark.parametrize("look", [(1440, False), (390, True)], ids=["wide-light", "phone-dark"])
def test_every_page_reads_well_wide_and_light_narrow_and_dark(
    visit: Visit, address: str, look: tuple[int, bool]
) -> None:
    dev = visit("dev", width=look[0], dark=look[1])
    dev.go(address)
    dev.reads_well()
