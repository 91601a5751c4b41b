"""A product gets a price list, and tells what it costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_a_price_list_for_volume_shows_in_what_a_product_costs(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/products/new")
    dev.page.fill("[name=name]", "Training on site")
    dev.page.fill("[name=list_price]", "200")
    dev.page.fill("[name=unit]", "day")
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Training on site", "$200.00")
    product = dev.page.url
    dev.go("/price-lists/new")
    dev.page.fill("[name=name]", "Long courses")
    dev.page.fill("[name=priority]", "900")
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Long courses")
    dev.page.locator("#panel-price-rules-price_list, .panel", has_text="Price rules").get_by_role("link").first.click()
    dev.page.fill("[name=minimum_quantity]", "5")
    dev.page.fill("[name=percent_off]", "100.5")
    dev.page.get_by_role("button", name="Save").click()
    expect(dev.page.locator("form", has_text="at most 100").first).to_be_visible()
    dev.page.fill("[name=percent_off]", "12.5")
    dev.page.get_by_role("button", name="Save").click()
    dev.page.goto(product)
    dev.page.get_by_role("link", name="What does it cost?").first.click()
    dev.page.fill("#dialog [name=quantity]", "6")
    dev.page.locator("#dialog button[type=submit]").click()
    answer = dev.page.locator("#dialog .answered")
    expect(answer).to_contain_text("$175.00")
    expect(answer).to_contain_text("Price list “Long courses”, from 5 on: 12.5% off")
    expect(answer).to_contain_text("$1,050.00")
    dev.reads_well()
