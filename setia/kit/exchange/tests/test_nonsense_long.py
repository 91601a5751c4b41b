"""Whatever stands in a file, an import ends with counts or with a refusal, and rows are never lost."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit import exchange
from setia.kit.exchange.tests.conftest import Arrive

pytestmark = pytest.mark.django_db

HEADERS = {
    "companies": "name,reference,employees,country,email,phone,website,revenue,currency,founded_in,sector,parent,"
    "is_customer,language,record",
    "opportunities": "reference,name,party,stage,amount,opened_on,closed_on,probability,owner",
    "orders": ",party,ordered_on,quantity,total,currency,status",
}
TEXTS = ("", " ", "Acme", "ACME", "Won", "yes", "'=1", "=1", "x" * 500, "line\nbreak", "e\u0301", "\u202e", "\x1b[0m")
NUMBERS = ("0", "1", "-1", "1e5", "007", "NaN", "9" * 20, "1,234.5", "٣", "2026-02-30", "1/2/03", "USD", "JPY", "FR")
CONTACTS = ("a@b.example", "a@", "+33 1 42", "javascript:x", "https://x.example", "parties.party:1", "parties.party:x")
CELL = st.sampled_from(TEXTS + NUMBERS + CONTACTS) | st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12
)


def table(headers: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *([row[n % len(row)] for n in range(len(headers))] for row in rows)])
    return text.getvalue().encode()


@pytest.mark.parametrize("slug", list(HEADERS))
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=15), min_size=1, max_size=6))
@example(rows=[["Acme"], ["Acme"]])
def test_any_table_is_imported_or_refused(slug: str, rows: list[list[str]], arrive: Arrive, by: Actor) -> None:
    with transaction.atomic():
        try:
            run = exchange.receive([table(HEADERS[slug].split(","), rows)], "table.csv", by, resource=slug)
            sheet, plan = exchange.sheet_of(run), exchange.accept_nearest(exchange.plan_of(run))
            exchange.preview(sheet, plan, by)
            found = exchange.dry_run(sheet, plan, by)
            run = exchange.import_now(run, by)
        except Refusal:
            pass
        else:
            assert found.total == found.new + found.changed + found.unchanged + found.refused
            assert run.total == run.done == run.new + run.changed + run.unchanged + run.refused
            again = exchange.import_now(
                exchange.receive([table(HEADERS[slug].split(","), rows)], "table.csv", by, resource=slug), by
            )
            assert again.changed == 0
        transaction.set_rollback(True)
