"""From a play that is thought of, through what it puts on somebody's start page, to what it has come to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
TASK = "Call and ask how the coffee tastes."


def test_a_play_is_drawn_done_and_measured(visit: Visit, setia: Callable[..., str]) -> None:
    told = ("user", "add", "wina@setia.example", "--name", "Wina Winner", "--admin", "--password-stdin")
    visit("dev")
    setia(*told, give=PASSWORD + "\n")
    wina = visit("wina")
    page, dialog = wina.page, wina.page.locator("#dialog")
    wina.go("/plays/new")
    herself = page.locator("[name=owner]").input_value()
    asked = "name=How+does+it+taste&most=24&control_share=50&success=answer&purpose=contract"
    wina.go(f"/plays/new?{asked}&worker={herself}")
    page.fill("[name=task]", TASK)
    page.fill("[name=where]", "kind = company")
    wina.reads_well()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url(lambda url: "/new" not in url)
    wina.sees("How does it taste", "It has not begun.")
    number = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]

    page.get_by_role("link", name="Draw and start").or_(page.get_by_role("button", name="Draw and start")).first.click()
    expect(dialog).to_contain_text("Will be the control group, and left alone by this play")
    dialog.locator("[name=seed]").fill("a fair draw")
    dialog.locator("[type=submit]").click()
    wina.noted("Draw and start: done")
    wina.sees("12 to be treated, 12 as the control group")

    setia("advise", "--look")
    wina.go("/")
    thing = page.locator("#next-things li", has_text=TASK).first
    thing.get_by_role("link", name="Do it").or_(thing.get_by_role("button", name="Do it")).click()
    dialog.locator("[name=text]").fill("They called back: it tastes well.")
    dialog.locator("[name=direction]").select_option("in")
    dialog.locator("[type=submit]").click()
    expect(dialog).not_to_be_visible()

    wina.go(f"/plays/{number}/")
    page.get_by_role("button", name="Measure").or_(page.get_by_role("link", name="Measure")).first.click()
    if dialog.is_visible():
        dialog.locator("[type=submit]").click()
    wina.noted("Measure: done")
    wina.sees("Too early to say", "1 of 12 treated had a success, 0 of 12 in the control group")
    wina.go(f"/plays/{number}/do/stop")
    page.locator("#main form [type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    wina.go(f"/plays/{number}/")
    wina.sees("No effect seen: the share changed by 8.3 points", "somebody was in touch with 1 and with 0 of them")
    wina.reads_well()
    wina.go("/reports/plays/")
    wina.sees("How does it taste", "No effect seen")
    phone = visit("wina", width=390, dark=True)
    phone.go(f"/plays/{number}/")
    phone.reads_well()
