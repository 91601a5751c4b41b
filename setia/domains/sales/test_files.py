"""What comes out of another system: lines with tax and cost, shipments, payments, returns, refunds, instalments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from setia.domains.sales.models import Instalment, Order, OrderLine, Payment, Refund, Return, Shipment
from setia.foundation.access import Actor, system
from setia.foundation.staff.rights import actor_of
from setia.kit import exchange
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.undoing import undo
from tests.acting import SETIA, do, make
from tests.cast import assemble, grants, person, role

pytestmark = pytest.mark.django_db

LINES = """order,position,product,quantity,unit price,tax,cost
A-1,1,Fountain,3,100.00,20,
A-1,2,Cup,10,1.05,5.5,0.40
A-2,1,Fountain,1,90.00,,70
"""
FILES = {
    "shipments": """order,product,position,quantity,shipped on,delivery note
A-1,Fountain,,2,2026-02-03,D-1
A-1,,2,10,2026-02-03,D-1
A-1,Fountain,,1,2026-02-05,D-2
""",
    "payments": """order,amount,currency,paid on,method,reference
A-1,200.00,EUR,2026-02-10,transfer,P-1
A-1,171.08,EUR,2026-02-20,cash,
""",
    "goods-returns": """order,product,quantity,return date,reason,condition
A-1,Fountain,1,2026-02-25,defective,used
""",
    "refunds": """order,amount,currency,refund date,reason,reference
A-1,120.00,EUR,2026-02-26,return,R-1
""",
    "instalments": """order,due date,amount,currency
A-2,2026-04-01,45.00,EUR
A-2,2026-05-01,45.00,EUR
""",
}
MADE = {"shipments": Shipment, "payments": Payment, "goods-returns": Return, "refunds": Refund,
        "instalments": Instalment}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def orders() -> None:
    bo = make("people", name="Bo Andersen")
    make("products", name="Fountain", list_price="120", cost="60", currency="EUR")
    make("products", name="Cup", list_price="1.20", currency="EUR")
    for reference in ("A-1", "A-2"):
        make("orders", party=bo.pk, reference=reference, currency="EUR", ordered_on="2026-02-01")


def imported(slug: str, text: str, by: Actor | None = None, **choices: Any) -> ImportRun:
    by = by or system("cli")
    run = exchange.receive([text.encode()], f"{slug}.csv", by, resource=slug)
    plan = exchange.adjust(exchange.plan_of(run), exchange.sheet_of(run), {"currency": "EUR", **choices}, by)
    exchange.keep_plan(run, plan, by)
    tried = exchange.dry_run(exchange.sheet_of(run), plan, by)
    exchange.start(run, by)
    carry_on(run, by)
    run.refresh_from_db()
    assert (tried.new, tried.changed, tried.refused) == (run.new, run.changed, run.refused) or slug == "refunds"
    return run


def everything() -> None:
    imported("order-lines", LINES)
    for reference in ("A-1", "A-2"):
        do("confirm", Order.objects.get(reference=reference))
    for slug, text in FILES.items():
        run = imported(slug, text)
        assert (run.new, run.refused) == (text.count("\n") - 1, 0), slug


def standing(reference: str) -> tuple[Any, ...]:
    order = Order.objects.get(reference=reference)
    return order.status, order.net, order.tax, order.total, order.due, order.paid, order.open


def test_lines_of_a_file_have_the_tax_they_say_and_the_cost_of_the_catalog_where_they_say_none() -> None:
    imported("order-lines", LINES)
    lines = OrderLine.objects.order_by("order__reference", "position")
    assert list(lines.values_list("amount", "tax_percent", "cost", "cost_amount")) == [
        (30_000, 20, 6_000, 18_000), (1_050, 5.5, 40, 400), (9_000, 0, 7_000, 7_000),
    ]  # fmt: skip
    assert standing("A-1")[1:4] == (31_050, 6_058, 37_108)
    assert Order.objects.get(reference="A-1").margin == 31_050 - 18_400


def test_everything_that_happened_to_orders_comes_out_of_files_and_adds_up() -> None:
    everything()
    assert standing("A-1") == ("delivered", 31_050, 6_058, 37_108, 25_108, 25_108, 0)
    assert standing("A-2") == ("confirmed", 9_000, 0, 9_000, 9_000, 0, 9_000)
    fountain = OrderLine.objects.get(order__reference="A-1", position=1)
    assert (fountain.delivered, fountain.returned, fountain.credited) == (3, 1, 10_000)
    assert list(Instalment.objects.order_by("due_on").values_list("amount", "open")) == [(4_500, 4_500)] * 2
    assert Refund.objects.get().status == "paid"


def test_the_same_files_again_change_nothing() -> None:
    everything()
    before = [standing(reference) for reference in ("A-1", "A-2")]
    for slug, text in {"order-lines": LINES, **FILES}.items():
        run = imported(slug, text)
        assert (run.new, run.changed, run.refused) == (0, 0, 0), slug
    assert [standing(reference) for reference in ("A-1", "A-2")] == before


@pytest.mark.parametrize("slug", FILES)
def test_an_import_is_undone_and_the_order_is_what_it_was(slug: str) -> None:
    imported("order-lines", LINES)
    for reference in ("A-1", "A-2"):
        do("confirm", Order.objects.get(reference=reference))
    for earlier in list(FILES)[: list(FILES).index(slug)]:
        imported(earlier, FILES[earlier])
    before = [standing(reference) for reference in ("A-1", "A-2")]
    run = imported(slug, FILES[slug])
    assert [standing(reference) for reference in ("A-1", "A-2")] != before or slug == "instalments"
    undo(run.act, SETIA)
    assert not MADE[slug].objects.active().exists()
    assert [standing(reference) for reference in ("A-1", "A-2")] == before


def test_what_cannot_have_happened_is_refused_with_the_row() -> None:
    everything()
    wrong = {
        "shipments": "order,product,quantity,shipped on\nA-1,Fountain,1,2026-02-06\nA-2,Cup,1,2026-02-06\n",
        "goods-returns": "order,product,quantity,return date\nA-1,Fountain,3,2026-02-27\n",
        "refunds": "order,amount,currency,refund date\nA-1,500,EUR,2026-02-27\nA-1,1,USD,2026-02-28\n",
        "instalments": "order,due date,amount,currency\nA-2,2026-06-01,1,EUR\n",
        "payments": "order,amount,currency,paid on\nA-1,-5,EUR,2026-02-27\n",
    }
    before = [standing(reference) for reference in ("A-1", "A-2")]
    for slug, text in wrong.items():
        run = imported(slug, text)
        assert (run.new, run.refused) == (0, text.count("\n") - 1), slug
    assert [standing(reference) for reference in ("A-1", "A-2")] == before


def test_two_lines_of_the_same_product_are_told_apart_by_their_place() -> None:
    imported("order-lines", LINES + "A-2,2,Fountain,2,90.00,,\n")
    do("confirm", Order.objects.get(reference="A-2"))
    run = imported("shipments", "order,product,quantity,shipped on\nA-2,Fountain,1,2026-02-06\n")
    assert (run.new, run.refused) == (0, 1)
    run = imported("shipments", "order,product,position,quantity,shipped on\nA-2,Fountain,2,1,2026-02-06\n")
    assert (run.new, Shipment.objects.get().line.position) == (1, 2)


def test_shipments_of_orders_that_came_as_delivered_leave_them_delivered() -> None:
    run = imported("orders", "order number,customer,date,total,quantity\nB-1,Bo Andersen,2026-01-05,90,3\n")
    assert (run.new, standing("B-1")[0]) == (1, "delivered")
    run = imported("shipments", "order,quantity,shipped on\nB-1,2,2026-01-06\n")
    assert (run.new, standing("B-1")[0]) == (1, "delivered")


def test_a_file_of_refunds_goes_no_further_than_the_authority_of_whoever_brings_it() -> None:
    everything()
    assemble(["sales.order"])
    keeper = person("Kim Books", role("Books", grants(["sales.order", "authority.approval"], "all", ["*"])))
    by = actor_of(keeper, "cli")
    run = imported("refunds", "order,amount,currency,refund date\nA-1,1.00,EUR,2026-02-27\n", by)
    assert (run.new, Refund.objects.latest("pk").status) == (1, "waiting")
