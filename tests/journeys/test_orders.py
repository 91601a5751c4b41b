"""An order by hand: half of it delivered, half of it paid, one piece sent back and paid back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_what_is_open_is_right_from_the_first_line_to_the_refund(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/new")
    dev.page.fill("[name=name]", "Warung Pagi")
    saved(dev)
    party = number(dev)
    dev.go(f"/orders/new?party={party}&reference=WP-1")
    saved(dev)
    order = number(dev)
    lines = []
    for words, quantity, price in (("Grinder", "2", "300"), ("Cups", "4", "10")):
        dev.go(f"/order-lines/new?order={order}")
        dev.page.fill("[name=description]", words)
        dev.page.fill("[name=quantity]", quantity)
        dev.page.fill("[name=unit_price]", price)
        dev.page.fill("[name=tax_percent]", "10")
        saved(dev)
        lines.append(number(dev))
    does(dev, f"/orders/{order}/do/confirm")
    does(dev, f"/order-lines/{lines[0]}/do/ship")
    does(dev, f"/orders/{order}/do/record_payment", amount="352")
    dev.go(f"/orders/{order}/")
    dev.sees("Partly delivered", "$704.00", "10 %: 64.00", "$352.00")
    dev.reads_well()
    does(dev, f"/order-lines/{lines[0]}/do/take_back", quantity="1", reason="unsuitable")
    dev.go(f"/parties/{party}/")
    dev.sees("$374", "$352", "$22")
    does(dev, f"/orders/{order}/do/refund", amount="400", reason="return")
    expect(dev.page.locator("body")).to_contain_text("At most 352.00 USD of this order can be paid back.")
    does(dev, f"/orders/{order}/do/refund", amount="52", reason="return")
    dev.go(f"/orders/{order}/")
    dev.sees("$374.00", "$300.00", "$74.00", "Goods came back")
    dev.go(f"/parties/{party}/")
    dev.sees("$374", "$300", "$74")
    dev.go("/reports/open-orders?what=ahead")
    dev.sees("Warung Pagi", "$74.00")
    dev.reads_well()


def saved(dev: Visitor) -> None:
    dev.page.get_by_role("button", name="Save").first.click()
    expect(dev.page).not_to_have_url("**/new*")
    dev.page.wait_for_url(lambda url: "/new" not in url)


def number(dev: Visitor) -> str:
    return dev.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]


def does(dev: Visitor, address: str, **values: str) -> None:
    """A verb on its own page, as without any script."""
    dev.go(address)
    form = dev.page.locator("#main form").last
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").last.click()
    dev.page.wait_for_load_state("networkidle")
