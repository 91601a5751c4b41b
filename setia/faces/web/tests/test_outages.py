"""A database that does not answer is said to be away, and is asked again by the next request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from setia.faces.api.tests.program import Program, person
from setia.foundation.outages import is_in_doubt
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def no_answer() -> Iterator[None]:
    """On PostgreSQL the connection is ended by the server; SQLite is written to by somebody who takes long."""
    other = connection.copy("other")
    try:
        with connection.cursor() as own, other.cursor() as cursor:
            if connection.vendor == "postgresql":
                own.execute("SELECT pg_backend_pid()")
                cursor.execute("SELECT pg_terminate_backend(%s)", own.fetchone())
                yield
                return
            own.execute("PRAGMA busy_timeout = 50")
            cursor.execute("BEGIN IMMEDIATE")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        if connection.vendor == "postgresql":
            other.close_pool()
        connections["default"].close()


def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person("Root", is_admin=True))
    return client


def test_a_page_says_that_the_database_is_away_and_works_again_afterwards() -> None:
    client, form = signed_in(), {"name": "Acme"}
    with no_answer():
        answer = client.post("/companies/new", form)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "database" in answer.content.decode()
    assert client.post("/companies/new", form).status_code == 302
    assert registry["companies"].rows().count() == 1


def test_the_api_says_so_too() -> None:
    program = Program(person("Root", is_admin=True))
    with no_answer():
        answer = program.send("POST", "/companies", {"name": "Acme"})
    assert answer.status_code == 503
    assert ("Nothing was changed" in answer.json()["detail"]) is (connection.vendor == "sqlite")
    assert program.send("POST", "/companies", {"name": "Acme"}).status_code == 201


def test_nothing_is_promised_about_a_change_whose_connection_was_lost() -> None:
    with no_answer(), pytest.raises(Exception, match=r".") as raised, connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_done")
    trouble: Any = raised.value
    assert is_in_doubt(trouble) is (connection.vendor == "postgresql")
    assert not is_in_doubt(RuntimeError("something else"))
