"""The measured operations: what a browser or a program sends, always for another record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.samples import Samples

BEGINNINGS = ("mar", "ann", "ber", "du", "mon", "le", "jean", "sal", "val", "tor")
"""What many names begin with; typed letter by letter these are the dearest searches."""


@dataclass(frozen=True)
class Request:
    """`form` are the values of a form that is sent with the session; `body` is JSON that is sent with the token.

    `in_place` asks for a part of a page, as its scripts do.
    """

    method: str
    address: str
    form: dict[str, str] | None = None
    body: bytes | None = None
    by_token: bool = False
    in_place: bool = False


@dataclass(frozen=True)
class Operation:
    """`aim` is the p50 to stay within, in milliseconds; 0 where there is none. `expected` are good answers."""

    key: str
    label: str
    aim: float
    make: Callable[[Samples, int], Request]
    expected: tuple[int, ...] = (200,)
    times: int = 200


def _get(address: str, **query: str) -> Request:
    return Request("GET", f"{address}?{urlencode(query)}" if query else address)


def _api(method: str, address: str, body: object = None) -> Request:
    return Request(method, address, body=None if body is None else json.dumps(body).encode(), by_token=True)


def _pick(values: list[str], number: int) -> str:
    return values[number % len(values)]


def _filtered(samples: Samples, number: int) -> Request:
    countries = ("FR", "ID", "DE", "GB", "US", "NL", "BE", "ES")
    return _get("/parties/", where=f"country = {countries[number % 8]} and is_customer = true", sort="name")


def _rarely(samples: Samples, number: int) -> Request:
    city = _pick(samples.cities, number)
    return _get("/parties/", where=f'city = "{city}" and is_vendor = true and country = DE', sort="name")


def _new(number: int) -> dict[str, str]:
    return {
        "kind": "person", "first_name": "Nadia", "last_name": f"Benchmark{number}",
        "email": f"nadia.{number}@bench.example", "is_customer": "true", "city": "Lyon", "country": "FR",
    }  # fmt: skip


def _party_form(samples: Samples, number: int) -> Request:
    values = {name: value for name, value in _new(number).items() if name != "kind"}
    return Request("POST", "/people/new", form={**values, "is_customer": "on"})


def _party_change(samples: Samples, number: int) -> Request:
    at = number % len(samples.parties)
    return _api("PATCH", f"/api/v1/parties/{samples.parties[at]}", {"city": f"Town {number}"})


def _cell(samples: Samples, number: int) -> Request:
    at = (number * 7) % len(samples.parties)
    return Request("POST", f"/parties/{samples.parties[at]}/cell/city", form={"city": f"Place {number}"}, in_place=True)


OPERATIONS = (
    Operation("list", "list, first page of 50 with capped count", 12, lambda s, n: _get("/parties/")),
    Operation("filter", "filtered on two fields and sorted by name", 20, _filtered),
    Operation("filter-rare", "filtered on three fields, few fit", 0, _rarely),
    Operation("deep", "page 1,000 by cursor", 12, lambda s, n: _get("/parties/", cursor=_pick(s.deep, n))),
    Operation("search-rare", "search as you type: rare", 12, lambda s, n: _get("/palette", q=_pick(s.rare, n))),
    Operation("search-common", "search as you type: common", 15, lambda s, n: _get("/palette", q=BEGINNINGS[n % 10])),
    Operation(
        "search-wrong", "search as you type: misspelt", 15, lambda s, n: _get("/palette", q=_pick(s.misspelt, n))
    ),
    Operation("list-search", "the list, searched", 0, lambda s, n: _get("/parties/", q=_pick(s.rare, n))),
    Operation("party", "party page", 25, lambda s, n: _get(f"/parties/{s.parties[n % len(s.parties)]}/")),
    Operation("busiest", "party page of the party with the longest history", 25, lambda s, n: _get("/parties/1/")),
    Operation(
        "board", "board of opportunities with sums per stage", 25, lambda s, n: _get("/opportunities/board"), times=100
    ),
    Operation("today", "start page", 0, lambda s, n: _get("/"), times=100),
    Operation("create", "create in the form", 12, _party_form, (302,)),
    Operation("change", "change a cell in the list", 12, _cell),
    Operation("api-list", "API list of 50 with a token", 6, lambda s, n: _api("GET", "/api/v1/parties?limit=50")),
    Operation("api-create", "API create", 12, lambda s, n: _api("POST", "/api/v1/people", _api_new(n)), (201,)),
    Operation("api-change", "API change", 12, _party_change),
)


def _api_new(number: int) -> dict[str, object]:
    values = {name: value for name, value in _new(number).items() if name != "kind"}
    return {**values, "is_customer": True, "email": f"api.{number}@bench.example"}
