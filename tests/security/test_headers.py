"""Every answer is guarded by its headers: pages, files, redirects, refusals, and whatever goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponseBase
from django.test import Client

from setia.foundation.staff.rights import new_token
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.opportunity"])


def signed_in(cast: Cast, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    client.force_login(cast.root)
    return client


def guarded(answer: HttpResponseBase) -> None:
    about = f"{answer.status_code} {answer.request['PATH_INFO']}"  # type: ignore[attr-defined]
    assert answer["X-Frame-Options"] == "DENY", about
    assert answer["X-Content-Type-Options"] == "nosniff", about
    assert answer["Referrer-Policy"] == "same-origin", about
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", about
    assert "default-src 'self'" in answer["Content-Security-Policy"], about
    assert "camera=()" in answer["Permissions-Policy"], about


WHERE: dict[str, tuple[str, str, int]] = {
    "page": ("GET", "/", 200),
    "list": ("GET", "/opportunities/", 200),
    "missing slash": ("GET", "/opportunities", 301),
    "no page": ("GET", "/nowhere/", 404),
    "wrong method": ("GET", "/opportunities/do/win", 405),
    "malformed": ("GET", "/opportunities/?colour=red", 400),
    "forged": ("POST", "/opportunities/new", 403),
    "API": ("GET", "/api/v1/me", 200),
    "API without a slash": ("GET", "/api/v1", 404),
    "API refusal": ("GET", "/api/v1/opportunities?colour=red", 400),
    "documentation": ("GET", "/api/v1/docs", 200),
    "export": ("GET", "/opportunities/export.csv", 200),
}


@pytest.mark.parametrize("case", WHERE)
def test_every_answer_is_guarded(case: str, cast: Cast) -> None:
    method, place, status = WHERE[case]
    answer = signed_in(cast, enforce_csrf_checks=True).generic(method, place)
    assert answer.status_code == status
    guarded(answer)


def test_strangers_and_foreign_names_get_guarded_answers_too(cast: Cast) -> None:
    guarded(Client().get("/opportunities/"))
    foreign = Client(raise_request_exception=False).get("/", headers={"Host": "elsewhere.example"})
    assert foreign.status_code == 400
    guarded(foreign)


def test_a_file_is_guarded(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = Client().get("/static/drawing.svg")
    assert answer.status_code == 200
    guarded(answer)


def test_what_somebody_sees_is_kept_by_no_browser_and_no_proxy(cast: Cast) -> None:
    client = signed_in(cast)
    for place in ("/", "/opportunities/", "/api/v1/opportunities", "/opportunities/export.csv", "/opportunities/new"):
        assert "no-store" in client.get(place)["Cache-Control"], place


def test_with_https_cookies_and_addresses_stay_on_it(cast: Cast, settings: Any) -> None:
    """The settings that SETIA_HTTPS turns on, as they act."""
    assert configured.SESSION_COOKIE_SECURE is configured.CSRF_COOKIE_SECURE is configured.SECURE_SSL_REDIRECT
    settings.SESSION_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    plain = Client().get("/opportunities/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/opportunities/")
    secure = Client().get("/account/login/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=31536000"


def test_a_token_is_not_repeated_in_an_answer_or_a_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    secret = new_token(cast.root, "tests", ["*"], NOW)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    for place in ("/api/v1/me", "/api/v1/nowhere", "/api/v1/opportunities?colour=red"):
        assert secret not in client.get(place).content.decode()
    client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}x"})
    assert secret not in caplog.text
