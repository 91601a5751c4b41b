"""What is known of a customer: who they are, what they like, what they agreed to, whom they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def meet(dev: Visitor, first: str, last: str) -> str:
    """Somebody new; says where their page is."""
    dev.go("/people/new")
    dev.page.get_by_label("First name").fill(first)
    dev.page.get_by_label("Last name").fill(last)
    dev.page.get_by_role("button", name="Save").click()
    dev.page.wait_for_url(re.compile("/people/[0-9]+/$"))
    return dev.page.url


def add(dev: Visitor, panel: str) -> Locator:
    """The dialog in which a record is added to a panel of the page."""
    dev.page.get_by_role("link", name=f"Add to {panel}", exact=True).click()
    dialog = dev.page.locator("#dialog")
    expect(dialog.locator("form")).to_be_visible()
    return dialog


def choose(dialog: Locator, label: str, name: str) -> None:
    dialog.get_by_label(label).fill(name)
    dialog.locator("[role=option]", has_text=name).first.click()


def keep(dev: Visitor, dialog: Locator) -> None:
    dialog.get_by_role("button", name="Save").click()
    dev.noted("created")


def test_a_preference_says_who_stated_it_and_is_taken_back(visit: Visit) -> None:
    dev = visit("dev")
    meet(dev, "Nadia", "Rahma")
    dialog = add(dev, "Preferences")
    dialog.get_by_label("Kind").select_option(label="Prefers to be reached by")
    dialog.locator("[name=value]").fill("carrier pigeon")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".error").first).to_contain_text("one of")
    dialog.locator("[name=value]").fill("telephone")
    dialog.get_by_label("Evidence").fill("Said so at the fair")
    keep(dev, dialog)
    panel = dev.page.locator("#panel-preferences-party")
    expect(panel).to_contain_text("Telephone")
    expect(panel).to_contain_text("Stated")
    expect(panel).to_contain_text("Said so at the fair")
    dev.reads_well()
    dev.undo()
    expect(dev.page.locator("#nothing-yet").get_by_role("link", name="Add to Preferences")).to_be_visible()


def test_a_consent_is_given_for_a_purpose_and_withdrawn(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/contact-purposes/new")
    dev.page.get_by_label("Purpose").fill("News of the harvest")
    dev.page.get_by_label("Wording").fill("Yes, tell me when the harvest is in.")
    dev.page.get_by_role("button", name="Save").click()
    dev.page.wait_for_url(re.compile("/contact-purposes/[0-9]+/$"))
    meet(dev, "Teguh", "Santoso")
    dialog = add(dev, "Consents")
    choose(dialog, "Purpose", "News of the harvest")
    dialog.get_by_label("Channel").select_option(label="E-mail")
    keep(dev, dialog)
    panel = dev.page.locator("#panel-consents-party")
    expect(panel).to_contain_text("Granted")
    panel.get_by_role("link", name="News of the harvest").click()
    dev.sees("Yes, tell me when the harvest is in.")
    dev.page.get_by_role("link", name="Withdraw").first.click()
    dev.page.locator("#dialog [type=submit]").click()
    dev.noted("done")
    dev.sees("Withdrawn")
    dev.reads_well()


def test_a_relation_stands_on_both_pages_and_in_the_graph(visit: Visit) -> None:
    dev = visit("dev")
    person = meet(dev, "Wulan", "Sari")
    dialog = add(dev, "Relations")
    dialog.get_by_label("Relation").select_option(label="works for")
    choose(dialog, "Other party", "Betasoloin")
    keep(dev, dialog)
    expect(dev.page.locator("#panel-relations-party")).to_contain_text("Betasoloin")
    dev.page.get_by_role("button", name="More").click()
    dev.page.get_by_role("link", name="Relations as a graph").click()
    graph = dev.page.locator("#main svg").first
    expect(graph).to_contain_text("Betasoloin")
    dev.reads_well()
    dev.go("/companies/?q=Betasoloin")
    dev.row("Betasoloin").locator("a").first.click()
    dev.page.locator("#panel-relations-other").get_by_role("link", name="Wulan Sari").click()
    dev.sees("works for", "Betasoloin")
    dev.page.locator("#main").get_by_role("link", name="Wulan Sari", exact=True).click()
    dev.sees("Relations", "Wulan Sari")
    assert dev.page.url.rsplit("/", 2)[1] == person.rsplit("/", 2)[1]


def test_a_page_is_arranged_with_the_keyboard_and_put_back(visit: Visit) -> None:
    dev = visit("dev")
    person = meet(dev, "Made", "Surya")
    dev.page.get_by_role("button", name="More").click()
    dev.page.get_by_role("link", name="Arrange this page").click()
    dev.reads_well()
    names = dev.page.locator("fieldset", has_text="Panels at the side").locator("li .check")
    second = names.nth(1).inner_text()
    dev.page.get_by_role("button", name=f"Move {second} up", exact=True).focus()
    dev.page.keyboard.press("Enter")
    expect(names.first).to_have_text(second)
    dev.page.get_by_label("Consents", exact=True).uncheck()
    dev.page.get_by_role("button", name="Save").last.click()
    dev.noted("The pages are arranged")
    dev.go(person)
    expect(dev.page.locator("#panel-consents-party")).to_have_count(0)
    expect(dev.page.locator("#nothing-yet li").first).to_contain_text(second)
    dev.page.get_by_role("button", name="More").click()
    dev.page.get_by_role("link", name="Arrange this page").click()
    dev.page.get_by_role("link", name="Back to how it came").click()
    dev.page.locator("#dialog [type=submit]").click()
    dev.noted("done")
    dev.go(person)
    expect(dev.page.locator("#panel-consents-party")).to_be_visible()
