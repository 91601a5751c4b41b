"""Many rows at once are the same rows as one by one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from setia.foundation import bulk
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Team

pytestmark = pytest.mark.django_db
NAMES = ("kind", "at", "recorded_at", "actor_id", "channel", "noun", "record_id", "story_id", "version", "act",
         "title", "data")  # fmt: skip
NOW = timezone.now()
MANY = 60


def insert(titles: list[str], data: Any = None) -> None:
    rows = [
        ("a.made", NOW, NOW, None, "cli", "a.noun", number, None, 1, 1, title, data)
        for number, title in enumerate(titles)
    ]
    bulk.insert(Entry, NAMES, rows)


@pytest.mark.parametrize("text", ["", "plain", "it's", "100 %s %", 'a "b"', "a\\'b", "L’été", "new\nline", "-- ;"])
def test_a_text_that_stands_in_all_rows_is_kept_as_it_is(text: str) -> None:
    insert([text] * MANY, {"text": text})
    assert set(Entry.objects.values_list("title", "data__text")) == {(text, text)}
    assert Entry.objects.filter(at=NOW, recorded_at=NOW, actor=None, story_id=None, version=1).count() == MANY


def test_values_that_differ_stay_with_their_row() -> None:
    insert([f"title {number}" for number in range(MANY)], {})
    assert list(Entry.objects.order_by("record_id").values_list("title", "data")) == [
        (f"title {number}", {}) for number in range(MANY)
    ]


def test_rows_are_found_by_many_texts_or_numbers_whatever_stands_in_them() -> None:
    titles = ["it's", "100 %s", 'a "b"', "L’été", "\\", "plain"]
    insert(titles, {})
    asked = [*titles, *(f"unknown {number}" for number in range(3_000))]
    assert sorted(t for (t,) in bulk.found(Entry.objects.all(), "title", asked, "title")) == sorted(titles)
    numbers = [n for (n,) in bulk.found(Entry.objects.all(), "record_id", range(2, 9_000), "record_id")]
    assert sorted(numbers) == [2, 3, 4, 5]


def test_rows_are_deleted_by_many_keys_and_no_others() -> None:
    insert(["one", "two", "three"], {})
    bulk.delete(Entry, "record_id", [0, 2, 17])
    assert list(Entry.objects.values_list("title", flat=True)) == ["two"]


@pytest.mark.parametrize("many", [2, 300])
def test_a_rule_that_is_broken_among_many_rows_is_named_as_with_one(many: int) -> None:
    rows = [(f"Team {number % (many - 1)}", "", NOW, NOW, 1) for number in range(many)]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Team, ("name", "office", "created_at", "updated_at", "version"), rows)


def test_the_database_knows_how_many_rows_there_are_once_it_has_looked() -> None:
    insert([f"title {number}" for number in range(MANY)], {})
    bulk.analyse(Entry._meta.db_table)
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Entry._meta.db_table])
            assert int(cursor.fetchone()[0]) == MANY
        else:
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Entry._meta.db_table])
            assert {int(stat.split()[0]) for (stat,) in cursor.fetchall()} >= {MANY}
