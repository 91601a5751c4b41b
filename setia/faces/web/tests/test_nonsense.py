"""Nonsense at every address: never an error of ours, never a name that becomes mark-up, never a forged request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from setia.faces.web import urls
from setia.faces.web.tests.test_lists import deal
from setia.foundation.ledger import Entry
from tests.acting import change, do, make
from tests.browsing import browser_of
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
LONG = "x" * 10_000
HUGE = "9" * 5_000


def patterns(found: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for part in found:
        if isinstance(part, URLResolver):
            yield from patterns(part.url_patterns, (*before, part))
        elif isinstance(part, URLPattern):
            yield (*before, part)


ROUTES = {path[-1].name: path[-1].pattern.converters for path in patterns(urls.urlpatterns)}
GOOD = {
    "slug": "opportunities", "verb": "lose", "form": "csv", "name": "name", "noun": "parties.party", "act": "1",
    "entry": "1", "secret": "x" * 43, "size": "small", "ending": "csv",
    "key": "managing", "id": 1, "mart": "parties",
}  # fmt: skip

each_route = pytest.mark.parametrize("route", sorted(ROUTES))
REPORTS = {"report", "report_file"}
WITHOUT_TOKEN = {"confirm", "proposal"}
"""Routes at which the secret of the address stands for the token: nobody is signed in there."""


def address(route: str, pk: int, lane: int = 0, **other: Any) -> str:
    """The address of a route, about the record and lane given where it wants any."""
    known = {**GOOD, **({"name": "forecast"} if route in REPORTS else {}), "pk": pk, "lane": lane, **other}
    return reverse(route, kwargs={name: known[name] for name in ROUTES[route]})


def wrong_address(route: str, kind: str, wrong: str | int) -> str:
    """The address with this in one place, also where no link of ours would ever put it."""
    try:
        return address(route, **{"pk": 1, "lane": 1, kind: wrong})
    except NoReverseMatch:
        return address(route, **{"pk": 1, "lane": 1, kind: "in-this-place"}).replace("in-this-place", quote(str(wrong)))


def signed_in(cast: Cast, name: str = "root", **options: Any) -> Client:
    return browser_of(getattr(cast, name), raise_request_exception=False, **options)


def status(response: HttpResponse) -> int:
    """The status, after a file was read to its end (where it could still break)."""
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[arg-type]
    return response.status_code


def fine(response: HttpResponse, *about: Any) -> None:
    assert status(response) < 500, about


QUERIES = [
    {"colour": "red"}, {"": ""}, {"q": "\x00"}, {"q": LONG}, {"q": ["a", "b"]}, {"q": "%' OR 1=1 --"}, {"q": "\ud800"},
    {"where": LONG}, {"where": "("}, {"where": "name = \x00"}, {"where": "((((" * 900}, {"where": ["a", "b"]},
    {"where": 'name contains "%_\\"'}, {"where": "amount > " + HUGE[:3000]}, {"where": f"id = {HUGE[:30]}"},
    {"where": "name = 1 and " * 200 + "name = 1"}, {"where": "opened_on = 99999-99-99"}, {"where": "party.secret = 1"},
    {"sort": "-"}, {"sort": "--name"}, {"sort": "\x00"}, {"sort": LONG}, {"columns": ","}, {"columns": "a,\x00"},
    {"columns": LONG}, {"cursor": "!"}, {"cursor": "AAAA"}, {"cursor": "-1"}, {"cursor": HUGE}, {"cursor": "\x00"},
    {"cursor": "W10="}, {"cursor": "²"}, {"view": "-1"}, {"view": HUGE}, {"view": "9" * 17}, {"view": "²"},
    {"at": "²", "field": "name"}, {"at": "9.9.9", "field": "amount", "operator": ">", "value": "x"}, {"at": "." * 99},
    {"field": "amount", "operator": "between", "value": ["1", "2"]}, {"field": "\x00", "value": "\x00"},
    {"field": "party", "operator": "=", "value": HUGE}, {"field": "party", "value": "²"}, {"field": "nothing"},
    {"field": "opened_on", "operator": "<", "value": "31/31/31"}, {"field": LONG, "operator": LONG, "value": LONG},
    {"before": "nan-1"}, {"before": f"1e400-{HUGE}"}, {"before": f"1-{'9' * 30}"}, {"before": "\x00"},
    {"before": "-62135596800-1"}, {"party": HUGE}, {"party": "²"}, {"party": "\x00"}, {"name": "\x00", "owner": "-1"},
    {"archived": "\x00"}, {"resource": "²\x00"}, {"page": "-1"}, {"next": "https://elsewhere.example"},
]  # fmt: skip

FORMS = [
    {}, {"version": "²"}, {"version": HUGE, "name": "x"}, {"version": "-1", "name": "x"},
    {"version": "9" * 25, "reason": "x"},
    {"name": "\x00"}, {"name": LONG}, {"name": ["a", "b"]}, {"reason": "\x00", "on": "\x00"}, {"reason": LONG},
    {"reason": "x", "on": "99999-01-01"}, {"name": "x", "party": HUGE}, {"name": "x", "party": "²"},
    {"name": "x", "party": "-1"}, {"name": "x", "amount": HUGE}, {"name": "x", "amount": "1e999"},
    {"name": "x", "amount": "NaN"}, {"name": "x", "probability": "-" + "9" * 30}, {"name": "x", "currency": "\x00"},
    {"name": "x", "opened_on": "0000-00-00"}, {"name": "x", "stage": "9" * 18}, {"keep_name": "theirs", "name": "x"},
    {"ids": HUGE, "confirmed": "1", "reason": "x"}, {"ids": ["²", "-1", "\x00"]}, {"ids": "9" * 17, "confirmed": "1"},
    {"all": "1", "where": LONG}, {"all": "1", "where": "where=\x00"}, {"all": "1", "where": "a=1&a=2;%ff%00"},
    {"all": "1", "where": "where=amount+>"}, {"record": "²"}, {"record": HUGE}, {"record": "9" * 17, "version": "²"},
    {"field": "\x00", "ids": "1"}, {"language": "\x00"}, {"language": LONG, "next": "//elsewhere.example"},
]  # fmt: skip


@each_route
def test_nonsense_in_the_query_is_never_an_error_of_ours(route: str, cast: Cast) -> None:
    record = deal("Deal", cast)
    client = signed_in(cast)
    place = address(route, record.pk, record.stage_id)
    for query in QUERIES:
        if any("\ud800" in value for value in query.values()):
            fine(client.get(f"{place}?q=%ed%a0%80&%ff=%ff"), route, query)
            continue
        fine(client.get(place, query), route, query)
    fine(client.get(place, headers=HX), route)


@each_route
def test_nonsense_in_a_form_is_never_an_error_of_ours(route: str, cast: Cast) -> None:
    record = deal("Deal", cast)
    client = signed_in(cast)
    place = address(route, record.pk, record.stage_id)
    for form in FORMS:
        fine(client.post(place, form), route, form)
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "\xff"):
        fine(client.generic("POST", place, b"\xff\x00&name=%ff%00=&&", content_type=kind), route, kind)
    for method in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "NONSENSE"):
        fine(client.generic(method, place, b"{}", content_type="application/json"), route, method)


@each_route
def test_nonsense_in_the_path_is_never_an_error_of_ours(route: str, cast: Cast) -> None:
    client = signed_in(cast)
    for kind, wrong in (
        ("slug", "nothing"), ("slug", "x" * 3000), ("pk", 0), ("pk", 10**18), ("pk", 10**30), ("act", 10**18),
        ("act", 10**30), ("verb", "\x00"), ("verb", LONG), ("form", "\x00"), ("name", "\x00"),
        ("name", LONG), ("name", "²"), ("noun", "\x00"), ("noun", LONG), ("noun", "a.b.c"), ("lane", "²"),
        ("lane", "\x00"), ("lane", LONG),
    ):  # fmt: skip
        if kind in ROUTES[route]:
            place = wrong_address(route, kind, wrong)
            for sent in (client.get(place), client.get(place, headers=HX), client.post(place, {"name": "x"})):
                fine(sent, route, kind, wrong)
    base = address(route, 1, 1)
    for end in ("%ff", "%00", "/..%2f..", "/%c0%af", f"/{HUGE}/"):
        place = base + end
        fine(client.get(place), route, place)


def test_a_name_is_never_mark_up(cast: Cast) -> None:
    acme = make("companies", name=EVIL, owner=cast.ada.pk, about=EVIL, city=EVIL[:60])
    record = deal(EVIL, cast, party=acme.pk, next_step=EVIL)
    change(record, cast.acting("ada"), next_step=f"{EVIL} again")
    do("note", acme, cast.acting("ada"), text=EVIL)
    client = signed_in(cast)
    client.post("/opportunities/views", {"name": EVIL[:80], "is_shared": "on"})
    client.post(f"/opportunities/{record.pk}/edit", {"name": f"{EVIL}!"})
    for place in [address(route, record.pk, record.stage_id) for route in ROUTES] + [
        "/companies/", f"/companies/{acme.pk}/", f"/companies/{acme.pk}/edit", f"/companies/{acme.pk}/history",
        "/opportunities/?q=script", "/search?q=script", "/palette?q=script", "/suggest/parties.party?q=script",
        f"/opportunities/?where=party+%3D+{acme.pk}", f"/opportunities/new?party={acme.pk}&name={EVIL}",
        f"/opportunities/?q={EVIL}", f"/search?q={EVIL}", f"/palette?q={EVIL}", f"/opportunities/?{EVIL}=1",
        f'/opportunities/?where=name = "{EVIL}"', f"/opportunities/?sort={EVIL}", f"/opportunities/1/do/{EVIL}",
    ]:  # fmt: skip
        answer = client.get(place)
        if "text/html" in answer.get("Content-Type", ""):
            page = answer.content.decode()
            assert "<script>alert" not in page, place
            assert "<img src=x" not in page, place


@pytest.mark.parametrize("route", sorted(ROUTES.keys() - WITHOUT_TOKEN))
def test_a_forged_request_changes_nothing(route: str, cast: Cast) -> None:
    record = deal("Deal", cast)
    client, before = signed_in(cast, enforce_csrf_checks=True), Entry.objects.count()
    for headers in ({}, HX, {"Referer": "https://elsewhere.example/"}, {"X-CSRFToken": "x" * 64}):
        answer = client.post(address(route, record.pk, record.stage_id), {"reason": "x"}, headers=headers)
        assert answer.status_code == 403, headers
    assert Entry.objects.count() == before


def test_every_answer_is_guarded_by_its_headers(cast: Cast) -> None:
    record = deal("Deal", cast)
    client = signed_in(cast)
    asked = [client.get(address(route, record.pk, record.stage_id)) for route in sorted(ROUTES)]
    asked += [Client().get(place) for place in ("/", "/account/login/", "/nowhere/", "/opportunities/")]
    asked += [signed_in(cast, "eve").get("/opportunities/"), client.post("/opportunities/new", {"amount": "x"})]
    for answer in asked:
        about = answer.request["PATH_INFO"]
        policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'", about
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'", about
        assert "unsafe" not in answer["Content-Security-Policy"], about
        assert answer["X-Content-Type-Options"] == "nosniff", about
        assert answer.get("X-Frame-Options") == "DENY", about
        assert answer["Referrer-Policy"] == "same-origin", about
        if "text/html" in answer.get("Content-Type", "") and not answer.streaming:
            page = answer.content.decode()
            assert " style=" not in page, about
            assert " onclick=" not in page, about
            assert "<script>" not in page, about


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": cast.ada.email, "password": PASSWORD})
    client.get("/opportunities/new")
    assert {"setia_session", "csrftoken"} <= set(client.cookies)
    for name in ("setia_session", "csrftoken"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
