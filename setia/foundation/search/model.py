"""The tables of the search index, and the dictionary that misspelt words are looked up in."""

from __future__ import annotations

from zlib import crc32

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from setia.foundation.fields import KeyField
from setia.foundation.search.folding import KEY_LENGTH, STEM_LENGTH, WORD_LENGTH

_nouns: dict[int, str] = {}


def code_of(noun: str) -> int:
    """A small number that stands for the noun in every row of the index, the same in every process.

    It is computed, not handed out, so there is nothing to cache, to roll back or to agree on. Two
    nouns that share a number (one chance in 20,000 among forty nouns) are refused on first use.
    """
    code = crc32(noun.encode()) & 0xFFFFFF
    if _nouns.setdefault(code, noun) != noun:
        raise ValueError(f"Search cannot tell {noun!r} from {_nouns[code]!r}: rename one of them.")
    return code


class SearchKey(models.Model):
    """One folded text by whose beginning a record is found."""

    pk = models.CompositePrimaryKey("noun_code", "key", "record_id")
    noun_code = models.IntegerField()
    key = KeyField(max_length=KEY_LENGTH)
    record_id = models.BigIntegerField()

    class Meta:
        app_label = "foundation"
        db_table = "search_key"

    def __str__(self) -> str:
        return self.key


class SearchRecord(models.Model):
    """All keys of one record together: what to take out when it changes, and what else it is found by."""

    pk = models.CompositePrimaryKey("noun_code", "record_id")
    noun_code = models.IntegerField()
    record_id = models.BigIntegerField()
    keys = models.TextField()

    class Meta:
        app_label = "foundation"
        db_table = "search_record"

    def __str__(self) -> str:
        return self.keys


class SearchWord(models.Model):
    """A word that occurs in a name, filed under its first letters and under what is left when one is lost."""

    pk = models.CompositePrimaryKey("stem", "word")
    stem = KeyField(max_length=STEM_LENGTH)
    word = KeyField(max_length=WORD_LENGTH)

    class Meta:
        app_label = "foundation"
        db_table = "search_word"

    def __str__(self) -> str:
        return self.word


def keep_in_key_order(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """For the migration, right after the tables are made: on SQLite the rows live in the key's own tree.

    Without this every row would be stored twice, once by row number and once in the primary key. The
    tables are made anew, empty.
    """
    if schema.connection.vendor != "sqlite":
        return
    usual = schema.sql_create_table
    for name in ("SearchKey", "SearchRecord", "SearchWord"):
        model = apps.get_model("foundation", name)
        schema.delete_model(model)
        try:
            schema.sql_create_table = usual + " WITHOUT ROWID"
            schema.create_model(model)
        finally:
            schema.sql_create_table = usual
