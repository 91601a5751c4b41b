"""Every face of a noun, asked everything that its declaration allows to ask.

What a noun has — a board, amounts, references, texts, verbs — is read from its resource, so a new
noun, and a new field, are asked about without a line here.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.test import Client

from setia.faces.cli.program import run_program
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import access_of, new_token
from setia.kit.attachments import SLUG
from setia.kit.filters import filter_of
from setia.kit.kinds import Field, Reference
from setia.kit.measures import may_add, may_group
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry
from tests.cast import NOW
from tests.leaks.marks import plain

MISSING = 987_654_321
"""The number of a record that does not exist."""


@dataclass(frozen=True)
class Said:
    """One answer of one face."""

    face: str
    status: int
    body: str
    headers: str = ""

    @cached_property
    def plain(self) -> str:
        """Its body and headers as marks are looked for in them."""
        return plain(f"{self.body} {self.headers}")

    @property
    def rows(self) -> list[Any]:
        """What a list of the API holds."""
        return json.loads(self.body)["data"] if self.status == 200 else []


@dataclass
class Reader:
    """One person at all faces: a browser, a program with a token, and the command line."""

    staff: Staff
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def __post_init__(self) -> None:
        self.browser.force_login(self.staff)
        self.access = access_of(self.staff)
        self.token = {"Authorization": f"Bearer {new_token(self.staff, 'leaks', ['*'], NOW)}"}
        self.program = Client(raise_request_exception=True)

    def web(self, path: str, **asked: Any) -> Said:
        return said(f"web {path} {asked or ''}", self.browser.get(f"/{path}", asked))

    def part(self, path: str) -> Said:
        """A part of a page, as its script asks for it."""
        return said(f"web {path}", self.browser.get(f"/{path}", headers={"HX-Request": "true"}))

    def api(self, path: str, **asked: Any) -> Said:
        return said(f"api {path} {asked or ''}", self.program.get(f"/api/v1/{path}", asked, headers=self.token))

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Said:
        answer = self.program.generic(
            method, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", headers=self.token
        )
        return said(f"api {method} {path}", answer)

    def post(self, path: str, **values: Any) -> Said:
        return said(f"web POST {path} {values}", self.browser.post(f"/{path}", values))

    def command(self, *words: str) -> Said:
        """Without looking each time whether the tables are of this version."""
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out), patch("setia.faces.cli.program.prepare"):
            code = run_program([*words, "--by", str(self.staff.email)])
        return Said(f"setia {' '.join(words)}", 200 if code == 0 else 403, out.getvalue())


def said(face: str, answer: Any) -> Said:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b" ".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))
    # How long an answer is can be any number, also that of a mark.
    headers = " ".join(f"{name}: {value}" for name, value in answer.items() if name != "Content-Length")
    return Said(face, answer.status_code, content.decode(), headers)


def lists(reader: Reader, resource: Resource) -> Iterator[Said]:
    """Every way of listing all there is: tables, boards, files, figures, in every order."""
    slug, readable = resource.slug, resource.readable(reader.access)
    columns = ",".join(readable)
    yield reader.web(f"{slug}/", columns=columns)
    yield reader.web(f"{slug}/", archived="1", columns=columns)
    if resource.board:
        yield reader.web(f"{slug}/board")
        lane = readable.get(resource.board.lane)
        if lane is not None and isinstance(lane.kind, Reference):
            for pk in registry.of_noun(lane.kind.noun).rows().values_list("pk", flat=True):
                yield reader.web(f"{slug}/board/{pk}")
    yield reader.web(f"{slug}/export.csv", columns=columns)
    yield reader.web(f"{slug}/export.xlsx", columns=columns)
    yield reader.api(slug, columns=columns, count="exact", limit=200)
    yield reader.api(f"{slug}/export.csv", columns=columns, labels="false")
    for name, known in readable.items():
        if known.sortable:
            yield reader.api(slug, sort=f"-{name}", columns=columns)
    yield from figures(reader, resource, readable)
    yield reader.command("show", slug, "--limit", "0")
    yield reader.command("show", slug, "--json")
    yield reader.web(f"suggest/{resource.noun}")


def figures(reader: Reader, resource: Resource, readable: dict[str, Field]) -> Iterator[Said]:
    for name, known in readable.items():
        if may_add(known):
            yield reader.api(f"{resource.slug}/sums", total=name)
        if may_group(known):
            yield reader.api(f"{resource.slug}/sums", group=name)


def entrances(reader: Reader, resource: Resource, pk: int) -> Iterator[Said]:
    """Every way of opening one record, and its past."""
    slug = resource.slug
    yield reader.web(f"{slug}/{pk}/")
    yield reader.web(f"{slug}/{pk}/history")
    yield reader.api(f"{slug}/{pk}")
    yield reader.api(f"{slug}/{pk}/history")
    yield reader.api(f"{slug}/{pk}/ledger")
    yield reader.command("show", slug, str(pk), "--json")
    yield reader.command("show", slug, str(pk))
    yield reader.web("palette", on=f"{resource.noun}:{pk}")
    yield reader.web(f"{slug}/{pk}/edit")
    yield from files(reader, resource, pk)


def files(reader: Reader, resource: Resource, pk: int) -> Iterator[Said]:
    """The files at a record; of a file what is in it, and what is drawn of it."""
    if resource.slug == SLUG:
        yield reader.web(f"files/{pk}/content")
        yield reader.api(f"files/{pk}/content")
        return
    yield reader.web(f"{resource.slug}/{pk}/files")
    yield reader.api(f"{resource.slug}/{pk}/files")


def pages(reader: Reader, resource: Resource, pk: int) -> Iterator[Said]:
    """Every page about one record that this person may open, with its fields and its verbs."""
    slug, may = resource.slug, reader.access.may
    yield from (said for said in entrances(reader, resource, pk) if said.status != 403)
    if may("change", resource.governing):
        for name, known in resource.writable(reader.access).items():
            if isinstance(known.kind, Reference) and not known.many:
                yield reader.part(f"{slug}/{pk}/cell/{name}")
    for verb in ("archive", *operations_of(resource)):
        if may(verb, resource.governing):
            yield reader.part(f"{slug}/{pk}/do/{verb}")


def changes(reader: Reader, resource: Resource, pk: int) -> Iterator[Said]:
    """Every way of changing one record, which must not tell whether it exists. Nothing is meant to change."""
    slug = resource.slug
    yield reader.call("PATCH", f"{slug}/{pk}", {})
    yield reader.call("POST", f"{slug}/change", {"ids": [pk]})
    yield reader.post(f"{slug}/do/archive", ids=pk, confirmed="1")
    yield reader.command("do", "archive", f"{slug}:{pk}")
    for verb in ("archive", *operations_of(resource)):
        yield reader.call("POST", f"{slug}/{pk}/{verb}")
    yield reader.post(f"{slug}/{pk}/do/archive")


def searches(reader: Reader, resource: Resource, text: str) -> Iterator[Said]:
    """Looking for a text wherever one can look for it."""
    if resource.search_paths:
        yield reader.api(resource.slug, q=text)
        yield reader.web(f"{resource.slug}/", q=text)
        yield reader.api("search", q=text, resource=resource.slug)
        if resource.board:
            yield reader.web(f"{resource.slug}/board", q=text)
    yield reader.web("search", q=text)
    yield reader.web("palette", q=text)
    yield reader.web("palette", q=f"archive {text}")
    yield reader.web(f"suggest/{resource.noun}", q=text)
    yield reader.web("suggest/", q=text)


def asked_for(resource: Resource, reader: Reader, name: str, text: str) -> str:
    """The condition that a field holds the text in some way; "" where the field cannot be asked."""
    possible = filter_of(resource, name, reader.access)
    operators = possible.kind.operators if possible else frozenset()
    operator = next((o for o in ("contains", "=") if o in operators), "")
    return f'{name} {operator} "{text}"' if operator else ""


def conditions_about(resource: Resource, reader: Reader, to: str, text: str) -> Iterator[str]:
    """Conditions on what a reference leads to: its texts, field by field, and its title."""
    known = resource.fields[to]
    yield f'{to} = "{text}"'
    if not isinstance(known.kind, Reference) or known.compute:
        return
    for name, inner in registry.of_noun(known.kind.noun).fields.items():
        if inner.kind.json_type is str and "contains" in inner.kind.operators and (
            condition := asked_for(resource, reader, f"{to}.{name}", text)
        ):  # fmt: skip
            yield condition


def chips(reader: Reader, resource: Resource, name: str, pk: int) -> Iterator[Said]:
    """Pages that would put the title of a record beside its number."""
    slug, where = resource.slug, f"{name} = {pk}"
    yield reader.web(f"{slug}/", where=where)
    yield reader.web(f"{slug}/filter", field=name, where=where, at="0")
    if resource.creatable and reader.access.may("create", resource.governing):
        yield reader.web(f"{slug}/new?{urlencode({name: pk})}")
