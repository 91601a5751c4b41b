"""From a play that is thought of, through what it puts on somebody's start page, to what it has come to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


LOSE_RETAIL = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "setia.config.settings"
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from tests.acting import make
now = timezone.now()
before, since = (make("products", name=name) for name in ("Old mixer", "Other mixer"))
for number in range(12):
    party = make("companies", name=f"Retail shop {number}", sector="retail", is_customer="yes")
    for product, days in ((before, 250), (since, 60)):
        order = Order.objects.create(party=party, ordered_on=(now - timedelta(days=days)).date(), status="confirmed",
                                     created_at=now, updated_at=now)
        OrderLine.objects.create(order=order, product=product, created_at=now, updated_at=now)
"""


def test_one_click_leads_from_what_was_found_to_a_play_that_says_where_it_came_from(
    visit: Visit, site: str, environment: dict[str, str]
) -> None:
    root = Path(__file__).parent.parent.parent
    subprocess.run([sys.executable, "-c", LOSE_RETAIL], env=environment, cwd=root, check=True, capture_output=True)
    dev = visit("dev", width=390)
    page = dev.page
    dev.go("/reports/what-to-change/")
    dev.sees("“Old mixer” loses Retail: 0 orders in half a year, 12 in the one before.")
    dev.reads_well()
    page.get_by_role("link", name="Start a play").click()
    assert page.locator("[name=where]").input_value() == 'is_customer = yes and sector = "retail"'
    assert "instead of “Old mixer”" in page.locator("[name=task]").input_value()
    dev.reads_well()
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url(lambda url: "/new" not in url)
    dev.sees("Win back for “Old mixer”: Retail", "“Old mixer” loses Retail.", "Losing ground", "Draft")
    dev.go("/reports/what-to-change/")
    dev.sees("Win back for “Old mixer”: Retail", "Draft")
    expect(page.get_by_role("link", name="Start a play")).to_have_count(0)
    dev.reads_well()
