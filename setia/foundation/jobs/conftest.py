"""What the tests of jobs share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def marks(_django_db_helper: None) -> Iterator[None]:
    """A table outside Django in which jobs leave their effects."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE jobs_effect (what varchar(200) NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE jobs_effect")
