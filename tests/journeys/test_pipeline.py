"""From an enquiry to an opportunity with a next step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def test_an_enquiry_becomes_an_opportunity_with_a_next_step_and_comes_back(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/leads/new")
    dev.page.fill("[name=name]", "Twelve standing desks")
    dev.page.fill("[name=person]", "Bo Andersen")
    dev.page.fill("[name=company]", "Betatech Nordic")
    dev.page.fill("[name=email]", "bo@betatech-nordic.example")
    dev.page.fill("[name=message]", "How soon could they stand here?")
    dev.reads_well()
    dev.page.get_by_role("button", name="Save").click()
    dev.sees("Twelve standing desks", "New", "How soon could they stand here?")
    dev.reads_well()
    lead = dev.page.url
    dev.page.get_by_role("link", name="Take up").first.click()
    dev.page.locator("#dialog button[type=submit]").click()
    dev.noted("Take up: done.")
    dev.go(f"{lead}do/convert")
    dev.sees("A new party is made of what came in.")
    dev.page.fill("[name=next_step]", "Send drawings")
    dev.page.fill("[name=next_step_on]", "2030-01-15")
    dev.reads_well()
    dev.page.locator("form button[type=submit]", has_text="Convert").click()
    dev.noted("Convert: done.")
    dev.go(lead)
    dev.sees("Converted")
    dev.go("/opportunities/?q=Twelve+standing+desks")
    dev.row("Twelve standing desks").get_by_role("link", name="Twelve standing desks").click()
    dev.sees("Bo Andersen", "Send drawings", "Came from the lead")
    dev.reads_well()
    dev.page.get_by_role("link", name="Move to a stage").first.click()
    expect(dev.page.locator("#dialog [name=next_step]")).to_have_value("Send drawings")
    expect(dev.page.locator("#dialog [name=next_step_on]")).to_have_value("2030-01-15")
    dev.go("/opportunities/board?q=Twelve+standing+desks")
    expect(dev.page.locator(".card", has_text="Send drawings")).to_have_count(1)
    dev.go("/people/?q=Bo+Andersen")
    dev.sees("bo@betatech-nordic.example")


def test_the_forecast_says_what_it_needs_and_how_far_the_past_goes(visit: Visit) -> None:
    dev = visit("dev")
    for name, words in (("forecast", "There is no forecast yet"), ("win-calibration", "Nothing was learnt yet"),
                        ("stage-times", "30 days count"), ("win-reasons", "Why we win and lose")):  # fmt: skip
        dev.go(f"/reports/{name}")
        dev.sees(words)
        dev.reads_well()
