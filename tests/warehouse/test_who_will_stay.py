"""From a file of purchases to customers in the order of their chance and their value, with the figures of the papers.

Fader, Hardie & Lee (2005), "Counting your customers the easy way", Marketing Science 24, table 2.
"""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from setia.domains.insight.buying.repeat import fitting
from setia.domains.insight.buying.summaries import summarised
from setia.domains.insight.buying.tests.cdnow import DATA
from setia.domains.insight.scores import keeping
from setia.domains.insight.scores.model import Score
from setia.domains.insight.scores.reckoning.purchases import read
from setia.domains.insight.warehouse import reading, store
from setia.domains.insight.warehouse.jobs import learnt_here
from setia.domains.insight.warehouse.refreshing import refresh
from setia.foundation import conditions
from setia.foundation.access import Actor, system
from setia.foundation.company import Company, changed_company, our_company
from setia.kit import exchange, verbs
from setia.kit.lists import Listing
from setia.kit.resources import registry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database, pytest.mark.usefixtures("quickly")]
WEEK_39 = datetime(1997, 9, 30, 20, tzinfo=UTC)
"""The last day that the papers learnt from."""


def purchases_of_the_papers(folder: Path) -> Path:
    """The lines of the sample until then, as they stand in the file of the whole."""
    chosen = set((DATA / "cdnow_sample.csv").read_text().split()[1:])
    path = folder / "cdnow.csv"
    with (DATA / "cdnow.csv").open() as whole, path.open("w", newline="") as some:
        rows = csv.reader(whole)
        lines = csv.writer(some)
        lines.writerow(next(rows))
        lines.writerows(row for row in rows if row[1] in chosen and row[2] <= "1997-09-30")
    return path


@pytest.fixture(autouse=True)
def _large_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are outside of the tests of the warehouse."""
    monkeypatch.setattr(store, "PART", 131_072)


def nobody(done: int, total: int, what: str) -> None:
    """Nobody watches."""


def test_customers_of_a_file_are_listed_by_chance_and_value_as_in_the_papers(tmp_path: Any) -> None:
    our_company()
    Company.objects.update(currency="USD", country="US", zone="UTC")
    changed_company()
    by = system("import", WEEK_39)
    run = exchange.import_now(exchange.receive_file(purchases_of_the_papers(tmp_path), by, resource="orders"), by)
    assert exchange.state_json(run)["refused"] == 0
    refresh(WEEK_39, by.today, nobody)
    assert learnt_here(WEEK_39, nobody) == [
        "Said of 2357 customers whether they will stay, and what they will be worth."
    ], "as on the command line, where no worker is waited for"
    round_ = keeping.latest()
    assert round_ is not None
    assert (round_.as_of, Score.objects.count()) == (by.today, 2_357)

    learnt_as_in_the_papers(round_.told)
    with reading.described() as marts:
        bought = read({"marts": asdict(marts)})
    summary = summarised(bought.party, bought.day, bought.value, as_of=bought.as_of)
    fitted = fitting.fit(summary, "BG/NBD")
    assert list(fitted.parameters.values()) == pytest.approx([0.2426, 4.4137, 0.7930, 2.4262], abs=5e-4)
    assert fitted.log_likelihood == pytest.approx(-9582.43, abs=0.01)

    for slug, field, kept in (
        ("scores", "staying", "staying"), ("scores", "worth", "worth"),
        ("parties", "staying", "staying"), ("people", "next_worth", "worth"),
    ):  # fmt: skip
        best, rest = by_the_page(slug, field, kept, by)
        assert best == sorted(best, reverse=True)
        assert min(best) >= max(rest)
        assert best[0] == Score.objects.order_by(f"-{kept}").values_list(kept, flat=True).exclude(**{kept: None})[0]
    to_the_end(by)
    likely = Listing(registry["people"], by, columns=("name", "staying"), where=conditions.parse("staying >= 90"))
    assert likely.exact_count() == Score.objects.filter(staying__gte=90).count() > 0


def learnt_as_in_the_papers(told: dict[str, Any]) -> None:
    """MBG/NBD did best in the second half of the time; BG/NBD cannot doubt who bought once."""
    assert told["choice"]["model"] == told["buying"]["model"] == "MBG/NBD"
    assert {trial["model"] for trial in told["choice"]["trials"]} == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    assert (told["buying"]["customers"], told["buying"]["repeating"]) == (2_357, 946)
    assert list(told["buying"]["parameters"].values()) == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=1e-3)
    assert list(told["spending"]["parameters"].values()) == pytest.approx([6.25, 3.74, 1_544], rel=2e-3)


def by_the_page(slug: str, field: str, kept: str, by: Actor) -> tuple[list[int], list[int]]:
    """What stands on the first two pages of the list in this order, the most first."""
    listing = Listing(registry[slug], by, columns=(field,), sort=f"-{field}")
    first = listing.page(size=50)
    return tuple([row[kept] for row in page.rows] for page in (first, listing.page(first.next, 50)))  # type: ignore[return-value]


def to_the_end(by: Actor) -> None:
    """Every customer of the file is met in the order of their chance, the least first; whoever never bought is last."""
    never = verbs.create(registry["people"], {"name": "Only looks"}, by).ids[0]
    told = [
        (row["id"], row["staying"])
        for row in Listing(registry["parties"], by, columns=("staying",), sort="staying").each(500)
    ]
    chances = [staying for _id, staying in told[:-1]]
    assert chances == sorted(chances)
    assert (len(chances), told[-1]) == (2_357, (never, None))
