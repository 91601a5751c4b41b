"""Who comes in, how, in which language, and what they may."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]


def code_of(secret: str) -> str:
    """The six figures an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_wrong_password_is_refused_in_words_and_the_right_one_lets_in(visit: Visit) -> None:
    guest = visit(sign_in=False)
    guest.page.goto("/companies/")
    assert "/account/login/" in guest.page.url
    guest.reads_well()
    guest.page.fill("input[name=login]", "dev@setia.example")
    guest.page.fill("input[name=password]", "wrong")
    guest.page.click("button[type=submit]")
    expect(guest.page.locator("body")).to_contain_text("do not belong together")
    guest.page.fill("input[name=password]", PASSWORD)
    guest.page.click("button[type=submit]")
    guest.page.wait_for_url("**/companies/")


def test_the_interface_speaks_three_languages(visit: Visit) -> None:
    lena = visit("lena")
    for code, word in (("fr", "Entreprises"), ("id", "Perusahaan"), ("en", "Companies")):
        lena.go("/companies/")
        lena.page.locator(".top-user").click()
        lena.page.locator(f"#user-menu button[value={code}]").click()
        expect(lena.page.locator("html")).to_have_attribute("lang", code)
        lena.go("/companies/")
        expect(lena.page.locator("#main h1")).to_have_text(word)
        lena.reads_well()


def test_somebody_without_a_role_sees_no_customers(visit: Visit) -> None:
    ada = visit("ada")
    expect(ada.page.locator("nav.rail")).not_to_contain_text("Companies")
    answer = ada.page.goto("/companies/")
    assert answer
    assert answer.status == 403
    ada.reads_well()


def test_a_second_factor_is_set_up_and_asked_for(visit: Visit, setia: Callable[..., str]) -> None:
    words = ("user", "add", "tess@setia.example", "--name", "Tess Token", "--admin", "--password-stdin")
    setia(*words, give=PASSWORD + "\n")
    tess = visit("tess")
    tess.page.goto("/account/2fa/totp/activate/")
    if tess.page.locator("input[name=password]").count():
        tess.page.fill("input[name=password]", PASSWORD)
        tess.page.click("main button[type=submit]")
    tess.reads_well()
    secret = tess.page.locator("#authenticator_secret, [data-secret], code").first
    words = secret.input_value() if secret.evaluate("e => e.tagName") == "INPUT" else secret.inner_text()
    tess.page.fill("input[name=code]", code_of(words.strip()))
    tess.page.click("main button[type=submit]")
    again = visit("tess", sign_in=False)
    again.page.goto("/account/login/")
    again.page.fill("input[name=login]", "tess@setia.example")
    again.page.fill("input[name=password]", PASSWORD)
    again.page.click("button[type=submit]")
    expect(again.page.locator("input[name=code]")).to_be_visible()
    again.page.fill("input[name=code]", "000000")
    again.page.click("button[type=submit]")
    expect(again.page.locator("input[name=code]")).to_be_visible()


def test_whoever_signs_out_is_out(visit: Visit) -> None:
    dev = visit("dev")
    dev.page.locator(".top-user").click()
    dev.page.get_by_role("button", name="Sign out").click()
    dev.page.wait_for_url("**/account/**")
    dev.page.goto("/companies/")
    assert "/account/login/" in dev.page.url
