"""An analyst asks the marts in SQL: a question, its answer, a refusal that helps, a file — also on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
QUESTION = "SELECT country, count(*) AS parties FROM parties GROUP BY 1 ORDER BY 2 DESC, 1"


@pytest.fixture(scope="module")
def filled(site: str, setia: Callable[..., str]) -> None:
    setia("refresh")


def box(page: Page) -> Locator:
    return page.get_by_label("Question in SQL")


def asked(page: Page, sql: str) -> None:
    """With the keyboard alone: into the field, the question, and Ctrl+Enter."""
    box(page).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(sql)
    page.keyboard.press("ControlOrMeta+Enter")


def test_an_analyst_asks_the_marts_keeps_the_question_and_takes_the_answer_away(visit: Visit, filled: None) -> None:
    dev = visit("dev")
    page = dev.page
    dev.go("/warehouse/")
    dev.reads_well()
    asked(page, QUESTION)
    answer = page.get_by_role("region", name="Answer")
    expect(answer.locator("tbody tr").first).to_contain_text("US")
    expect(answer.locator("tbody tr").first).to_be_in_viewport()
    expect(box(page)).to_have_value(QUESTION)
    dev.reads_well()

    page.locator("summary", has_text="Keep this question").focus()
    page.keyboard.press("Enter")
    page.fill("[name=name]", "Where our customers are")
    page.get_by_role("button", name="Keep", exact=True).click()
    dev.noted("Kept: Where our customers are.")
    dev.go("/warehouse/")
    page.get_by_role("link", name="Where our customers are").focus()
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value(QUESTION)
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV").click()
    lines = Path(started.value.path()).read_text().splitlines()
    assert lines[0].lstrip("\ufeff") == "country,parties"
    assert len(lines) > 5

    for forbidden, words in (
        ("SELECT * FROM read_csv('/etc/passwd')", "cannot be used in questions about marts"),
        ("SET memory_limit = '64GB'", "Only questions can be asked here"),
        ("SELECT * FROM staff", "There is no mart “staff” that you may ask"),
        ("SELECT contry FROM parties", 'This was not understood: Referenced column "contry" not found'),
    ):
        asked(page, forbidden)
        expect(page.locator("#f-sql-hint .error")).to_contain_text(words)
        expect(box(page)).to_have_value(forbidden)
        expect(box(page)).to_have_attribute("aria-invalid", "true")
    dev.reads_well()
    dev.go("/warehouse/")
    page.get_by_role("button", name="Put away Where our customers are").click()
    dev.noted("The question is put away.")
    dev.complain()


def test_a_question_is_asked_on_a_telephone_in_the_dark(visit: Visit, filled: None) -> None:
    dev = visit("dev", width=390, dark=True)
    dev.go("/warehouse/")
    box(dev.page).fill("SELECT * FROM parties ORDER BY id LIMIT 30")
    dev.page.get_by_role("button", name="Ask").click()
    expect(dev.page.get_by_role("region", name="Answer").locator("tbody tr")).to_have_count(30)
    dev.reads_well()
    dev.page.locator("summary", has_text="Orders that were confirmed").click()
    expect(dev.page.get_by_role("region", name="purchases")).to_contain_text("margin")
    dev.reads_well()
    dev.complain()
