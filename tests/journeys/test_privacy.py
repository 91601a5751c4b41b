"""What is kept of people: what nobody needs is given up and dropped; who asks is erased, with a proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor

Visit = Callable[..., Visitor]


def verb(page: Page, name: str) -> None:
    page.locator("main a, main button", has_text=name).first.click()
    expect(page.locator("#dialog form, dialog[open] form").first).to_be_visible()
    page.wait_for_timeout(400)  # it fades in


def until(page: Page, text: str) -> None:
    """The page says so as soon as a worker has done it."""
    for _try in range(60):
        if text in page.locator("#main").inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{text!r} did not come: {page.locator('#main').inner_text()[:600]}")


def person(rosa: Visitor, **values: str) -> str:
    rosa.go("/people/new")
    for name, value in values.items():
        place = rosa.page.locator(f"main [name={name}]").first
        if place.evaluate("each => each.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    rosa.page.click("main form button[type=submit]")
    rosa.page.wait_for_url(re.compile(r"/people/\d+/$"))
    return rosa.page.url


def test_what_nobody_needs_is_proposed_given_up_and_dropped(visit: Visit, setia: Callable[..., str]) -> None:
    rosa = visit("rosa")
    known = person(rosa, first_name="Ottoline", last_name="Vandermeer", income_band="highest")
    setia("privacy", "report")
    rosa.go("/personal-data/?where=proposal+%3D+%22stop%22")
    rosa.reads_well()
    rosa.page.locator("table.grid a", has_text="Income").first.click()
    rosa.sees("Stop collecting", "of the records hold something", "To offer what they can afford")
    rosa.reads_well()
    verb(rosa.page, "Stop collecting")
    expect(rosa.page.locator(".preview")).to_contain_text("values stay as they are")
    rosa.reads_well()
    rosa.page.locator("dialog[open] button[type=submit]").last.click()
    rosa.noted("Stop collecting: done")
    rosa.go("/people/new")
    expect(rosa.page.locator("main [name=first_name]")).to_be_visible()
    expect(rosa.page.locator("main [name=income_band]")).to_have_count(0)

    rosa.go("/personal-data/?where=is_collected+%3D+no")
    rosa.page.locator("table.grid a", has_text="Income").first.click()
    verb(rosa.page, "Drop the values")
    expect(rosa.page.locator(".preview")).to_contain_text("Ottoline Vandermeer")
    rosa.page.locator("dialog[open] button[type=submit]").last.click()
    rosa.noted("Drop the values: done")
    rosa.page.goto(known)
    until(rosa.page, "values dropped")
    rosa.sees("Ottoline Vandermeer")
    assert "Highest fifth" not in rosa.page.locator("#main").inner_text()


def test_whoever_asks_is_erased_and_a_proof_remains(visit: Visit, tmp_path: Path) -> None:
    rosa = visit("rosa")
    known = person(rosa, first_name="Peregrine", last_name="Ashdown", email="p.ashdown@firm.example")
    number = known.rstrip("/").rpartition("/")[2]
    rosa.go(f"/privacy-requests/new?party={number}")
    rosa.page.select_option("main [name=kind]", "erasure")
    rosa.page.click("main form button[type=submit]")
    rosa.page.wait_for_url(re.compile(r"/privacy-requests/\d+/$"))
    rosa.sees("Peregrine Ashdown", "Open")
    rosa.reads_well()
    asked = rosa.page.url
    verb(rosa.page, "Erase the person")
    expect(rosa.page.locator(".preview")).to_contain_text("Contact points go")
    expect(rosa.page.locator(".preview")).to_contain_text("Nobody can bring this back")
    rosa.reads_well()
    rosa.page.locator("dialog[open] button[type=submit]").last.click()
    rosa.noted("Erase the person: done")
    rosa.page.goto(asked)
    until(rosa.page, f"Erasure of party no. {number}")
    rosa.page.locator("main a", has_text=f"Erasure of party no. {number}").first.click()
    until(rosa.page, "No address and no number of the person is left in any table.")
    rosa.reads_well()
    with rosa.page.expect_download() as taken:
        rosa.page.evaluate("location.href = location.href.split('?')[0] + 'papers/proof'")
    proof = tmp_path / "proof.html"
    taken.value.save_as(proof)
    assert "The fingerprint fits" in proof.read_text()
    assert "Ashdown" not in proof.read_text()
    rosa.page.goto(known)
    rosa.sees("This person was erased.", f"no. {number}")
    assert "Peregrine" not in rosa.page.content()


@pytest.mark.any_database
def test_an_access_request_is_answered_with_an_archive(visit: Visit) -> None:
    rosa = visit("rosa", width=390)
    known = person(rosa, first_name="Leopoldine", last_name="Marchetti", email="l.marchetti@firm.example")
    number = known.rstrip("/").rpartition("/")[2]
    rosa.go(f"/privacy-requests/new?party={number}")
    rosa.page.click("main form button[type=submit]")
    rosa.page.wait_for_url(re.compile(r"/privacy-requests/\d+/$"))
    rosa.reads_well()
    with rosa.page.expect_download() as taken:
        rosa.page.evaluate("location.href = location.href.split('?')[0] + 'papers/archive'")
    assert taken.value.suggested_filename == f"personal-data-{number}.zip"
