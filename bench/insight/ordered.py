"""What a list of parties costs in the order of what insight lends them.

    python -m bench.insight.ordered --data FOLDER --parties 1000000

Fills an empty company (SQLite in FOLDER, or PostgreSQL by SETIA_DATABASE_URL) with parties and, for four of five, a
score; then asks for pages of the list. A company that is there already is only asked.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

AT = datetime(2026, 3, 2, 1, 50, tzinfo=UTC)
COUNTRIES = ("FR", "FR", "FR", "DE", "DE", "ID", "ID", "GB", "US", "LU")
COLLEAGUES = 40
TIMES = 15
FAR = 400
"""So many pages of 50 are turned before the page in the middle is asked for."""

FORWARDS = ("staying", "-staying", "next_worth", "-next_worth", "-next_purchases", "-profit_year", "-last_bought_on")
ASKED = (
    "kind = company", "country = FR", "is_customer = no", "country = LU and kind = person",
    "staying >= 80", "staying < 5", "staying >= 5 and staying < 50 and next_worth > 300", "staying is empty",
    'name = "Customer 4711"', "city = Nowhere",
)  # fmt: skip


def parties(count: int, owners: list[int]) -> Iterator[tuple[Any, ...]]:
    for n in range(count):
        kind = "person" if n % 3 else "company"
        country = COUNTRIES[n * 7 % 10]
        yield AT, AT, 1, kind, f"Customer {n}", f"customer {n}", n % 5 > 0, country, "EUR", owners[n % len(owners)]


def scores(ids: list[int]) -> Iterator[tuple[Any, ...]]:
    """Many are lost, few are worth much; one in forty has too little to say anything."""
    chance = Random(11)  # noqa: S311 (the same company each time)
    today = date(2026, 3, 1)
    for n, party in enumerate(ids):
        if n % 5 == 0:
            continue
        last = today - timedelta(days=int(chance.expovariate(1 / 200)))
        silent = n % 37 == 1
        staying = None if silent else min(99, int(100 * chance.betavariate(0.5, 0.7)))
        purchases = None if staying is None else round(staying / 100 * chance.expovariate(1 / 3), 2)
        worth = None if purchases is None else int(purchases * chance.lognormvariate(8, 1))
        profit = chance.randrange(-5_000, 90_000) if n % 3 == 1 else None
        yield AT, AT, 1, party, today, staying, purchases, worth, last, last, 3, 9_000, profit, "EUR", 0, 0, 0, ""


def filled(count: int) -> None:
    from setia.domains.insight.scores.model import Score
    from setia.domains.parties.parties.model import Party
    from setia.foundation import bulk
    from setia.foundation.company import our_company
    from setia.foundation.staff.models import Role, Staff

    company = our_company()
    company.currency = "EUR"
    company.save()
    sells = Role.objects.create(name="Sells", created_at=AT, updated_at=AT, grants={
        noun: {"sight": "own"} for noun in ("parties.party", "insight.score", "sales.order")
    })  # fmt: skip
    staff = [Staff.objects.create_account(f"Colleague {n}", f"c{n}@setia.example", None) for n in range(COLLEAGUES)]
    for one in staff:
        one.roles.add(sells)
    names = ("created_at", "updated_at", "version", "kind", "name", "sort_name", "is_customer", "country", "currency",
             "owner_id")  # fmt: skip
    _insert(Party, names, parties(count, [one.pk for one in staff]))
    names = ("created_at", "updated_at", "version", "party_id", "as_of", "staying", "purchases", "worth", "first_on",
             "last_on", "bought", "spent", "profit_year", "currency", "orders_year", "margins_year", "minutes_year",
             "silence")  # fmt: skip
    _insert(Score, names, scores(list(Party.objects.order_by("id").values_list("id", flat=True))))
    bulk.analyse()


def _insert(model: Any, names: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    from setia.foundation import bulk

    others = [f for f in model._meta.concrete_fields if f.has_default() and f.attname not in (*names, "id")]
    usual = tuple(f.get_default() for f in others)
    bulk.insert(model, (*names, *(f.attname for f in others)), ((*row, *usual) for row in rows))


def middle(call: Any, times: int = TIMES) -> list[float]:
    """Milliseconds of the clock, and of the processor in this process: medians. What is slow is asked less often."""
    taken: list[tuple[float, float]] = []
    while len(taken) < times and sum(clock for clock, _cpu in taken) < 4_000:
        clock, cpu = time.perf_counter(), time.process_time()
        call()
        taken.append(((time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000))
    return [round(statistics.median(column), 1) for column in zip(*taken, strict=True)]


def asked(slug: str, sort: str, where: str, by: Any) -> dict[str, Any]:
    from setia.foundation import conditions
    from setia.kit import counts
    from setia.kit.lists import Listing
    from setia.kit.resources import registry

    def listing() -> Any:
        shown = ("name", "staying", "next_worth")
        return Listing(registry[slug], by, columns=shown, where=conditions.parse(where), sort=sort)

    def counted() -> None:
        counts.forget_counts()
        listing().count()

    far, until = "", time.monotonic() + 5
    for _page in range(FAR // 4 if where else FAR):
        after = listing().keys(far, 200 if where else 50)[1]
        if not after or time.monotonic() > until:
            break
        far = after
    told = {"sort": sort, "where": where, "first": middle(lambda: listing().page())}
    return {**told, "far": middle(lambda: listing().page(far)), "count": middle(counted, 3)}


def ends(sort: str, by: Any) -> dict[str, Any]:
    """The first rows without a value, and the page across the border."""
    from setia.kit.lists import Listing
    from setia.kit.resources import registry

    def listing() -> Any:
        return Listing(registry["parties"], by, columns=("name", "staying"), sort=sort)

    began, cursor, met, pages = time.perf_counter(), "", 0, 0
    slowest, border = 0.0, ""
    while True:
        one = time.perf_counter()
        ids, following = listing().keys(cursor, 2_000)
        slowest = max(slowest, (time.perf_counter() - one) * 1000)
        met, pages = met + len(ids), pages + 1
        if not following:
            break
        border, cursor = cursor, following
    seconds = round(time.perf_counter() - began, 1)
    told = {"whole list by": sort, "rows": met, "pages": pages, "seconds": seconds, "slowest": round(slowest, 1)}
    return {**told, "last page": middle(lambda: listing().page(border))}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--parties", type=int, default=1_000_000)
    given = parser.parse_args()
    os.environ["SETIA_DATA_DIR"] = given.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from setia.domains.parties.parties.model import Party
    from setia.foundation.access import system
    from setia.foundation.staff.models import Staff
    from setia.foundation.staff.rights import actor_of

    call_command("migrate", verbosity=0)
    if not Party.objects.exists():
        filled(given.parties)
    everybody, one = system("api", AT), actor_of(Staff.objects.order_by("id")[2], "api", at=AT)
    for sort in FORWARDS:
        print(json.dumps(asked("parties", sort, "", everybody)), flush=True)
    for where in ASKED:
        for sort in ("-next_worth", "-staying"):
            print(json.dumps(asked("parties", sort, where, everybody)), flush=True)
    for sort in ("-next_worth", "staying"):
        print(json.dumps({"reader": "own", **asked("people", sort, "", one)}), flush=True)
        print(json.dumps(ends(sort, everybody)), flush=True)


if __name__ == "__main__":
    main()
