"""Two parties that are one: found, looked at side by side, merged, and two again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def make(rosa: Visitor, **values: str) -> str:
    """A person typed into the form; their address."""
    rosa.go("/people/new")
    for name, value in values.items():
        rosa.page.fill(f"main input[name={name}]", value)
    rosa.page.click("main form button[type=submit]")
    rosa.page.wait_for_url(re.compile(r"/people/\d+/$"))
    return rosa.page.url


def test_two_that_are_one_are_found_compared_merged_and_unmerged(visit: Visit, setia: Callable[..., str]) -> None:
    rosa = visit("rosa")
    first = make(rosa, first_name="Wilhelmina", last_name="Ostergaard", email="w.ostergaard@firm.example", city="Lyon")

    rosa.go("/people/new")
    rosa.page.fill("main input[name=first_name]", "Wilhelmina")
    rosa.page.fill("main input[name=last_name]", "Østergård")
    rosa.page.fill("main input[name=email]", "w.ostergard@firm.example")
    rosa.page.fill("main input[name=city]", "Lyon")
    expect(rosa.page.locator(".alike")).to_contain_text("Wilhelmina Ostergaard")
    rosa.reads_well()
    rosa.page.fill("main input[name=phone]", "+33 1 42 68 53 00")
    rosa.page.click("main form button[type=submit]")
    rosa.page.wait_for_url(re.compile(r"/people/\d+/$"))
    second = rosa.page.url

    setia("duplicates", "sweep")
    rosa.go("/duplicates/")
    rosa.reads_well()
    rosa.page.goto(first)
    rosa.page.locator("#alike a", has_text="Østergård").click()
    rosa.sees("Side by side", "w.ostergaard@firm.example", "w.ostergard@firm.example", "last names are spelt alike")
    rosa.reads_well()

    rosa.page.locator("input[name=stays][value=first]").check()
    rosa.page.locator("input[name=from_name][value=second]").check()
    rosa.page.locator("#beside button[type=submit]").click()
    rosa.noted("Merge: done")
    rosa.page.goto(second)
    assert rosa.page.url == first
    rosa.sees("Wilhelmina Østergård", "w.ostergaard@firm.example", "+33")
    rosa.reads_well()

    rosa.page.locator("#alike a").first.click()
    rosa.page.locator("main a, main button", has_text="Unmerge").first.click()
    rosa.page.locator("#dialog button[type=submit]").click()
    rosa.noted("Unmerge: done")
    rosa.page.goto(second)
    assert rosa.page.url == second
    rosa.sees("Wilhelmina Østergård")
    rosa.page.goto(first)
    rosa.sees("Wilhelmina Ostergaard", "w.ostergaard@firm.example")
