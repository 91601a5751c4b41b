"""A manager looks at the business, opens what is behind a number, and puts together a dashboard of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]

MANY = """
import django
django.setup()
from django.utils import timezone
from setia.domains.sales.models import Opportunity
from setia.kit.models import KeptFigure
one = Opportunity.objects.order_by("pk").first()
one.pk, one.reference, one.archived_at = 30_000, None, timezone.now()
Opportunity.objects.bulk_create([one])
KeptFigure.objects.all().delete()
"""
"""Another opportunity, in the archive, makes them look like very many, and nobody sees it."""


def test_a_dashboard_is_read_copied_changed_and_undone_with_the_keyboard_too(visit: Visit) -> None:
    dev = visit("dev")
    page = dev.page
    dev.go("/insight/managing/")
    dev.sees("The business")
    bars = page.locator("section.tile", has=page.locator("h2", has_text="by Stage"))
    expect(bars.locator(".chart-drawing svg").first).to_be_visible()
    dev.reads_well()
    # With the keyboard: the table beside the chart leads to the records that a bar stands for.
    bars.locator("summary").focus()
    page.keyboard.press("Enter")
    bars.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/?where=*")
    dev.sees("Opportunities")

    dev.go("/insight/managing/")
    page.get_by_role("button", name="Make it my own").click()
    dev.sees("The business")
    page.get_by_role("link", name="Add a tile").click()
    page.select_option("select[name=kind]", "bar")
    page.select_option("select[name=resource]", "companies")
    page.get_by_role("button", name="Continue").click()
    page.select_option("select[name=group]", "country")
    page.fill("input[name=title]", "Where they are")
    page.fill("input[name=where]", "no_such_field = 1")
    page.get_by_role("button", name="Save").click()
    dev.sees("no_such_field")
    expect(page.locator("input[name=title]")).to_have_value("Where they are")
    page.fill("input[name=where]", "")
    page.get_by_role("button", name="Save").click()
    dev.sees("Where they are")
    dev.reads_well()
    page.get_by_role("button", name="Move Where they are forward").focus()
    page.keyboard.press("Enter")
    dev.noted("Move a tile")
    page.get_by_role("button", name="Remove Where they are").click()
    expect(page.locator("h2", has_text="Where they are")).to_have_count(0)
    dev.undo()
    page.reload()
    dev.sees("Where they are")
    dev.complain()


def test_a_dashboard_is_read_on_a_telephone_in_the_dark(visit: Visit) -> None:
    dev = visit("dev")
    dev.page.set_viewport_size({"width": 390, "height": 844})
    dev.page.emulate_media(color_scheme="dark")
    dev.go("/insight/managing/")
    expect(dev.page.locator(".chart-drawing svg").first).to_be_visible()
    dev.reads_well()
    dev.complain()


def test_figures_of_very_many_records_fill_themselves_in(visit: Visit, environment: dict[str, str]) -> None:
    given = environment | {"DJANGO_SETTINGS_MODULE": "setia.config.settings"}
    subprocess.run([sys.executable, "-c", MANY], env=given, check=True, cwd=Path(__file__).parent.parent.parent)
    dev = visit("dev")
    page = dev.page
    answer = page.goto("/insight/managing/")
    assert answer is not None
    assert "This is being counted." in answer.text()
    expect(page.locator("#awaited")).to_contain_text("All figures have come.")
    bars = page.locator("section.tile", has=page.locator("h2", has_text="by Stage"))
    expect(bars.locator(".chart-drawing svg").first).to_be_visible()
    expect(bars.locator(".tile-note")).to_contain_text("As of")
    expect(page.locator("#main")).not_to_contain_text("being counted")
    dev.reads_well()
    dev.complain()
