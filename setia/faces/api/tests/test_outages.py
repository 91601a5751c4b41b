"""A database that does not answer is told to programs as a problem to try again."""

from __future__ import annotations

import pytest
from django.db import connection

from setia.faces.api.tests.program import Program, person
from tests.outages import no_answer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_program_is_told_to_try_again_and_promised_no_more_than_is_known() -> None:
    program = Program(person("Root", is_admin=True))
    with no_answer():
        answer = program.send("POST", "/companies", {"name": "Acme"})
    assert answer.status_code == 503
    assert ("Nothing was changed" in answer.json()["detail"]) is (connection.vendor == "sqlite")
    assert program.send("POST", "/companies", {"name": "Acme"}).status_code == 201
