"""One's calendar in another program: an address is made, read without signing in, renewed and switched off."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database


def summaries(address: str) -> list[str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return [str(event["summary"]) for event in Calendar.from_ical(answer.read()).walk("VEVENT")]


def test_a_telephone_subscribes_to_ones_calendar(visit: Callable[..., Visitor]) -> None:
    dev = visit("dev")
    dev.go("/")
    dev.page.fill("#jot-name", "Show Betatech the new model")
    dev.page.fill("#jot-due_on", datetime.now(UTC).date().isoformat())
    dev.page.locator(".jot button").click()
    dev.noted("Task created")
    dev.go("/me")
    dev.reads_well()
    dev.page.get_by_role("button", name="Make an address").click()
    dev.sees("shown only once")
    dev.reads_well()
    address = dev.page.locator("#f-address").input_value()
    assert "Show Betatech the new model" in summaries(address)
    dev.go("/me")
    dev.sees("It was last read on")
    dev.page.get_by_role("button", name="Make a new address").click()
    renewed = dev.page.locator("#f-address").input_value()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        summaries(address)
    assert summaries(renewed)
    dev.go("/me")
    dev.page.get_by_role("button", name="Switch off").click()
    dev.noted("switched off")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        summaries(renewed)
    expect(dev.page.get_by_role("button", name="Make an address")).to_be_visible()
