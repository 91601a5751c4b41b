"""An offer is composed for what a customer needs, agreed on, approved, sent, accepted, and becomes an order."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.visitor import Visitor
from tests.mailing import Server

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
SETIA = Callable[..., str]
ADMIN = ("--by", "dev@setia.example")
SELLER = ("--by", "sam@setia.example")


@pytest.fixture
def make(setia: SETIA) -> Callable[..., str]:
    """Make a record on the command line; its number."""

    def made(slug: str, *by: str, **values: str) -> str:
        words = [word for name, value in values.items() for word in (f"--{name}", value)]
        found = re.search(r":(\d+)", setia("do", "create", slug, *words, *(by or ADMIN)))
        assert found
        return found[1]

    return made


def link_to(server: Server, email: str) -> str:
    for _second in range(120):
        for letter in server.letters:
            if email in letter["To"]:
                body = letter.get_body(("plain",))
                found = re.search(r"(/offer/\S+)", body.get_content() if body else "")
                assert found
                assert [part.get_content_type() for part in letter.iter_attachments()] == ["application/pdf"]
                return found[1]
        time.sleep(0.5)
    raise TimeoutError(f"no letter to {email}")


@pytest.fixture
def offer(setia: SETIA, make: Callable[..., str]) -> str:
    """An offer of Sam's without a line, to a customer with a need."""
    setia("user", "add", "sam@setia.example", "--name", "Sam Seller", "--role", "Sales representative",
          "--password-stdin", give=PASSWORD + "\n")  # fmt: skip
    kind = make("need-kinds", name="Nobody gets in")
    alarm = make("products", name="Alarm", kind="module", list_price="400", cost="150")
    gateway = make("products", name="Gateway", kind="module", list_price="150", cost="70")
    make("servings", product=alarm, need_kind=kind, fit="9")
    make("module-rules", product=alarm, kind="requires", other=gateway)
    party = make("companies", *SELLER, name="Hortensia & Co", email="h@hortensia.example", language="en")
    make("needs", *SELLER, party=party, name="We were broken into twice", kind=kind, importance="9")
    return make("offers", *SELLER, party=party, subject="Sleep well", answer_hours="4")


def compose(sam: Visitor, offer: str) -> None:
    """What is proposed is taken; then a price goes beyond what Sam may agree on."""
    sam.go(f"/offers/{offer}/")
    sam.page.get_by_role("link", name="Compose").click()
    sam.sees("We were broken into twice", "not served yet")
    sam.page.get_by_role("link", name="Propose").click()
    sam.sees("Serves best", "Required by Alarm")
    sam.reads_well()
    sam.page.get_by_role("button", name="Take this one").first.click()
    sam.noted("done")
    sam.sees("9 of 10 by Alarm", "$550.00")
    price = sam.page.get_by_label("Unit price of Alarm")
    price.fill("340")
    price.press("Tab")
    sam.sees("$490.00", "needs an approval")
    sam.reads_well()
    sam.page.get_by_role("link", name="Ask for approval").click()
    sam.page.locator("#dialog textarea").fill("Their neighbours will follow")
    sam.page.locator("#dialog [type=submit]").click()
    sam.sees("waits for an approval")


def approve(dev: Visitor) -> None:
    dev.go("/approvals/?q=&sort=-id")
    dev.page.locator("table.grid tbody tr a").first.click()
    dev.sees("Their neighbours will follow", "$490.00")
    dev.page.get_by_role("link", name="Approve").first.click()
    dev.page.locator("#dialog [type=submit]").click()
    dev.noted("Approve: done")


def test_an_offer_goes_from_a_need_to_an_order(visit: Visit, offer: str, letters: Server) -> None:
    sam = visit("sam")
    compose(sam, offer)
    approve(visit("dev"))
    sam.go(f"/offers/{offer}/compose")
    sam.sees("approved")
    sam.page.get_by_role("link", name="Send", exact=True).click()
    sam.page.locator("#dialog [type=submit]").click()
    sam.noted("Send: done")
    sam.sees("Sent")

    guest = visit("guest", sign_in=False, width=390)
    guest.go(link_to(letters, "h@hortensia.example"))
    guest.sees("Sleep well", "An answer within 4 hours", "$490.00")
    guest.reads_well()
    guest.page.get_by_label("Your name").fill("Hortensia Vale")
    guest.page.get_by_text("I accept this offer").click()
    guest.page.get_by_role("button", name="Accept the offer").click()
    guest.sees("was accepted on")
    guest.reads_well()

    sam.go(f"/offers/{offer}/")
    sam.sees("Accepted", "Hortensia Vale")
    sam.go("/orders/?q=&sort=-ordered_on")
    expect(sam.row("Hortensia & Co")).to_contain_text("$490.00")
    sam.row("Hortensia & Co").locator("a").first.click()
    sam.sees("Promises", "An answer within 4 hours")
