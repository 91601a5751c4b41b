"""A field of one's own: added in the settings, filled in, asked about, and put away again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def added(root: Visitor, **values: str) -> None:
    """The form of a new field, filled in and saved."""
    root.go("/own-fields/new")
    for name, value in values.items():
        box = root.page.locator(f"#main [name={name}]")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    root.reads_well()
    root.page.click("#main form button[type=submit]")
    root.noted("Own field created")


def test_a_field_is_there_for_everybody_as_soon_as_it_is_added(visit: Visit) -> None:
    root = visit("rosa")
    added(root, noun="parties.party", label="Coffee level", kind="choice", section="About coffee",
          listed="Mild\nStrong\nVery strong", is_column="yes")  # fmt: skip
    root.reads_well()
    added(root, noun="parties.party", label="Cups a day", kind="whole", section="About coffee", least="0")
    added(root, noun="parties.party", label="Cups a year", kind="formula", section="About coffee",
          expression="own_cups_a_day * 365", places="0")  # fmt: skip
    dev = visit("dev")
    dev.go("/companies/new")
    dev.page.fill("#main [name=name]", "Café Journey")
    dev.page.locator("#main [name=own_coffee_level]").select_option("very_strong")
    dev.page.fill("#main [name=own_cups_a_day]", "40")
    dev.reads_well()
    dev.page.click("#main form button[type=submit]")
    dev.sees("Café Journey", "About coffee", "Very strong", "14,600")
    dev.reads_well()
    dev.go('/companies/?where=own_coffee_level = "very_strong" and own_cups_a_year > 14000')
    expect(dev.row("Café Journey")).to_contain_text("Very strong")
    expect(dev.page.locator("table.grid thead")).to_contain_text("Coffee level")
    dev.reads_well()
    dev.complain()
    root.complain()


@pytest.mark.any_database
def test_a_choice_is_renamed_and_a_wrong_definition_says_what_is_wrong(visit: Visit) -> None:
    root = visit("rosa")
    added(root, noun="parties.party", label="Roast", kind="choice", listed="Light\nDark")
    root.sees("Roast", "Light", "Dark")
    root.page.get_by_role("link", name="Dark").first.click()
    root.page.get_by_role("link", name="Edit").first.click()
    root.page.fill("#main [name=label]", "Very dark")
    root.page.click("#main form button[type=submit]")
    root.sees("Very dark")
    root.go("/people/new")
    expect(root.page.locator("#main [name=own_roast]")).to_contain_text("Very dark")
    root.go("/own-fields/new")
    root.page.locator("#main [name=noun]").select_option("parties.party")
    root.page.fill("#main [name=label]", "Twice itself")
    root.page.locator("#main [name=kind]").select_option("formula")
    root.page.fill("#main [name=expression]", "name * 2")
    root.page.click("#main form button[type=submit]")
    root.sees("cannot be used with")
    expect(root.page.locator("#main [name=expression]")).to_have_value("name * 2")
    root.complain()
