"""A double opt-in: the message arrives, its link shows what is asked, a press confirms, and the record says so."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor
from tests.mailing import Server

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
SETIA = Callable[..., str]


def link_to(server: Server, email: str) -> str:
    for _second in range(60):
        for letter in server.letters:
            if letter["To"] == email:
                found = re.search(r"(/confirm/\S+)", letter.get_content())
                assert found
                return found[1]
        time.sleep(0.5)
    raise TimeoutError(f"no letter to {email}")


def test_a_person_confirms_by_the_link_in_the_message(visit: Visit, setia: SETIA, letters: Server) -> None:
    dev = visit("dev")
    setia("do", "create", "contact-purposes", "--name", "Twice a year", "--wording", "Yes, write to me.",
          "--confirmed_twice", "yes", "--by", "dev@setia.example")  # fmt: skip
    for name in ("Nadia Yes", "Noor No"):
        first, last = name.split()
        setia("do", "create", "people", "--first_name", first, "--last_name", last, "--email",
              f"{first.lower()}@people.example", "--language", "id", "--by", "dev@setia.example")  # fmt: skip
        dev.go("/consents/new")
        for field, value in (("party", name), ("purpose", "Twice a year")):
            dev.page.fill(f"[name={field}_text]", value)
            dev.page.get_by_role("option", name=value).first.click()
        dev.page.get_by_role("button", name="Save").click()
        expect(dev.page.get_by_role("link", name="Send confirmation")).to_be_visible()
    yes = visit("nadia", sign_in=False, width=390)
    yes.go(link_to(letters, "nadia@people.example"))
    yes.sees("Twice a year", "Yes, write to me.")
    yes.reads_well()
    yes.page.get_by_role("link", name="English").click()
    yes.page.get_by_role("button", name="Yes, I confirm").click()
    yes.sees("it is confirmed")
    yes.reads_well()
    no = visit("noor", sign_in=False, dark=True)
    no.go(link_to(letters, "noor@people.example") + "?in=fr")
    no.page.get_by_role("button", name="Je n’ai rien demandé").click()
    no.sees("vous n’avez rien demandé")
    no.reads_well()
    dev.go("/consents/")
    expect(dev.row("Nadia Yes")).to_contain_text("Granted")
    expect(dev.row("Noor No")).to_contain_text("Withdrawn")
    dev.row("Nadia Yes").get_by_role("link").first.click()
    dev.sees("Confirmed by the link in message")
