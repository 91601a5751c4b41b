"""What `make bench` measures can be made: a company written straight into the tables, as they are now."""

from __future__ import annotations

from random import Random

import pytest

from bench.company.filling import write
from bench.company.size import Size
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff
from tests.browsing import browser_of, words

pytestmark = pytest.mark.django_db
SMALL = Size(100)


def test_the_company_of_the_bench_fills_the_tables_and_its_pages_open() -> None:
    written: dict[str, int] = {}
    write(SMALL, Random(SMALL.seed), written.__setitem__)  # noqa: S311 (the same company each time)
    counted = [model._default_manager.count() for model in (Party, Order, Entry)]
    assert counted == [SMALL.parties, SMALL.orders, SMALL.entries]
    assert written["opportunities"] == SMALL.opportunities
    page = words(browser_of(Staff.objects.order_by("pk")[0]).get("/parties/1/"))
    assert Party.objects.get(pk=1).name in page
