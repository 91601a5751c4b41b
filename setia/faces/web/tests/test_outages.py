"""A database that does not answer is said to be away, and is asked again by the next request."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from setia.foundation.outages import is_in_doubt
from setia.kit.resources import registry
from tests.acting import make
from tests.outages import no_answer

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make("staff", name="Root", email="root@setia.example", is_admin="yes"))
    return client


def test_a_page_says_that_the_database_is_away_and_works_again_afterwards() -> None:
    client, form = signed_in(), {"name": "Acme"}
    with no_answer():
        answer = client.post("/companies/new", form)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "database" in answer.content.decode()
    assert client.post("/companies/new", form).status_code == 302
    assert registry["companies"].rows().count() == 1


def test_nothing_is_promised_about_a_change_whose_connection_was_lost() -> None:
    with no_answer(), pytest.raises(Exception, match=r".") as raised, connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_done")
    trouble: Any = raised.value
    assert is_in_doubt(trouble) is (connection.vendor == "postgresql")
    assert not is_in_doubt(RuntimeError("something else"))
