"""Writes the company into empty tables: rows in large portions, then the search index and the statistics."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import connection, models, transaction

from bench.accounts import ADMIN, PASSWORD, SELLER
from bench.company import trade
from bench.company.people import PARTY, POINT, moment, people
from bench.company.size import BUSIEST, UNTIL, Size
from setia.domains.organisation.roles.ready_made import ready_made_roles
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.orders.model import Order
from setia.domains.sales.stages.queries import known_stages
from setia.foundation import bulk, search
from setia.foundation.company import our_company
from setia.foundation.ledger import Entry
from setia.foundation.ledger.facts import COLUMNS
from setia.foundation.records import noun
from setia.foundation.staff.models import Role, Staff, Team

PORTION = 20_000
COLLEAGUES = 40

Say = Callable[[str], None]
Row = tuple[Any, ...]


def fill(size: Size, say: Say) -> None:
    """The whole company. What chance decides is decided in the same order every time."""
    chance = Random(size.seed)  # noqa: S311 (the same company each time)
    began = time.monotonic()

    def step(text: str, count: int) -> None:
        say(f"{time.monotonic() - began:7.1f} s  {text}: {count:,}")

    _loosen()
    write(size, chance, step)
    _tighten()
    step("tables analysed, bytes", _bytes())


def write(size: Size, chance: Random, step: Callable[[str, int], None]) -> None:
    """The rows alone, into the tables of an installation that has none yet."""
    staff = _staff()
    step("colleagues", len(staff))
    step("parties", _parties(size, chance, staff))
    step("opportunities", _opportunities(size, chance, staff))
    step("orders", _orders(size, chance, staff))
    step("entries of the ledger", _entries(size, chance, staff))


def portions(rows: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(rows)
    while some := list(islice(remaining, PORTION)):
        yield some


def _insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """With what a new record has in the columns that are not named here."""
    others = [column for column in model._meta.concrete_fields if column.attname not in names and column.has_default()]
    usual = tuple(column.get_default() for column in others)
    bulk.insert(model, [*names, *(column.attname for column in others)], [(*row, *usual) for row in rows])


def _staff() -> list[int]:
    """Forty colleagues in eight teams; the first is administrator, the second a sales representative."""
    company = our_company()
    company.name, company.currency, company.country = "Bench & Sons", "EUR", "FR"
    company.save()
    with transaction.atomic():
        teams = [
            Team.objects.create(name=f"Team {number}", created_at=UNTIL, updated_at=UNTIL) for number in range(1, 9)
        ]
        found = []
        for number in range(COLLEAGUES):
            email = {0: ADMIN, 1: SELLER}.get(number, f"colleague{number}@setia.example")
            password = PASSWORD if number < 2 else None
            found.append(
                Staff.objects.create_account(
                    f"Colleague {number:02d}", email, password, is_admin=number == 0, team=teams[number % 8]
                )
            )
        role = Role.objects.get(name=next(iter(ready_made_roles())))
        for colleague in found[1:]:
            colleague.roles.add(role)
    return [colleague.pk for colleague in found]


def _parties(size: Size, chance: Random, staff: list[int]) -> int:
    for some in portions(people(size, chance, staff)):
        with transaction.atomic():
            _insert(Party, PARTY, [one.row for one in some])
            _insert(ContactPoint, POINT, [point for one in some for point in one.points])
            search.put(noun(Party), [one.document for one in some], new=True)
    _continue_after(Party, size.parties)
    return size.parties


def _opportunities(size: Size, chance: Random, staff: list[int]) -> int:
    stages = list(known_stages().values())
    for some in portions(trade.opportunities(size, chance, staff, stages)):
        with transaction.atomic():
            rows = [row for row, _entered in some]
            _insert(Opportunity, trade.OPPORTUNITY, rows)
            _insert(StageChange, trade.STAGE_CHANGE, [entered for _row, entered in some])
            search.put(noun(Opportunity), trade.documents_of_opportunities(rows), new=True)
    _continue_after(Opportunity, size.opportunities)
    return size.opportunities


def _orders(size: Size, chance: Random, staff: list[int]) -> int:
    for rows in portions(trade.orders(size, chance, staff)):
        with transaction.atomic():
            _insert(Order, trade.ORDER, rows)
            search.put(noun(Order), trade.documents_of_orders(rows), new=True)
    _continue_after(Order, size.orders)
    return size.orders


def _entries(size: Size, chance: Random, staff: list[int]) -> int:
    """How every record came, then notes about parties until there are enough, many of them about one."""
    facts = _facts(size, chance, staff)
    for some in portions((id_, *fact) for id_, fact in enumerate(facts, 1)):
        with transaction.atomic():
            bulk.insert(Entry, COLUMNS, some)
    _continue_after(Entry, size.entries)
    return size.entries


def _facts(size: Size, chance: Random, staff: list[int]) -> Iterator[Row]:
    act = 0

    def fact(kind: str, model: type[models.Model], record: int, party: int, at: Any, data: dict[str, Any]) -> Row:
        nonlocal act
        act += 1
        by = staff[record % len(staff)]
        version = 1 if kind.endswith("created") else 0
        return (kind, at, at, by, "import", noun(model), record, party, version, act, f"{record}", data, None)

    told = 0
    for model, kind, column in (
        (Party, "party", "id"),
        (Opportunity, "opportunity", "party_id"),
        (Order, "order", "party_id"),
    ):
        rows = model._default_manager.order_by("id").values_list("id", column, "created_at")
        for id_, party, at in rows.iterator(chunk_size=PORTION):
            told += 1
            yield fact(f"{kind}.created", model, id_, party, at, {})
    for number in range(size.entries - told):
        party = BUSIEST if number < size.entries_of_busiest else 1 + int(size.parties * chance.random())
        at = moment(chance)
        yield fact(
            "party.noted", Party, party, party, at + timedelta(seconds=1), {"text": f"Asked about delivery {number}."}
        )


def _continue_after(model: type[models.Model], last: int) -> None:
    """The rows brought their own identifiers: the next one made gets the one after them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


def _loosen() -> None:
    """For the filling only: a crash now would cost a benchmark, nothing else."""
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("SET synchronous_commit = off")
        else:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -4000000")


def _tighten() -> None:
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            bulk.analyse()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA synchronous = FULL")


def _bytes() -> int:
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])
