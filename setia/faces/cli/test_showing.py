"""`setia show`: what is on record, in a table or as JSON, within the rights of whoever asks."""

from __future__ import annotations

import pytest

from setia.faces.cli.conftest import Setia
from setia.foundation.jobs import run_until_empty
from tests.acting import make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def firms() -> None:
    for name, city, employees in (("Acme", "Lyon", "30"), ("Bolt", "Nice", "4"), ("Crane", "Lyon", "500")):
        make("companies", name=name, city=city, employees=employees)


def names(setia: Setia, *words: object) -> list[str]:
    answer = setia("show", *words, "--json")
    assert (answer.code, answer.err) == (0, "")
    return [row["name"] for row in answer.data]


def test_records_are_a_table_with_numbers_first(setia: Setia, firms: None) -> None:
    answer = setia("show", "companies", "--columns", "name,employees")
    heading, *lines = answer.out.splitlines()
    assert answer.code == 0
    assert heading.split() == ["id", "Name", "Employees"]
    assert [line.split()[1:] for line in lines] == [["Acme", "30"], ["Bolt", "4"], ["Crane", "500"]]
    assert len({len(line) for line in lines}) == 1, "numbers are set to the right"


def test_a_resource_has_a_slug_a_noun_and_a_name_in_words(setia: Setia) -> None:
    for name in ("opportunities", "sales.opportunity", "Opportunity", "opportunities"):
        assert setia("show", name, "--count").out == "0\n", name


def test_conditions_and_counts_agree(setia: Setia, firms: None) -> None:
    assert names(setia, "companies", "--where", "city = Lyon and employees > 100") == ["Crane"]
    assert setia("show", "companies", "--where", "city = Lyon", "--count").out == "2\n"
    assert setia("show", "companies", "--where", "city = Lyon", "--count", "--json").data == {"count": 2}


def test_rows_come_sorted_and_limited_and_zero_means_all(setia: Setia, firms: None) -> None:
    assert names(setia, "companies", "--sort", "-name") == ["Crane", "Bolt", "Acme"]
    assert names(setia, "companies", "--limit", 2) == ["Acme", "Bolt"]
    for number in range(60):
        make("brands", name=f"Brand {number:02}")
    assert len(names(setia, "brands")) == 50
    assert len(names(setia, "brands", "--limit", 0)) == 60


def test_a_misspelt_name_is_found(setia: Setia) -> None:
    for name in ("Goodsilron", "Cancity"):
        make("companies", name=name)
    run_until_empty()
    assert names(setia, "companies", "--search", "godsilron") == ["Goodsilron"]


def test_sums_are_by_group_and_currency_as_decimal_text(setia: Setia, stages: None) -> None:
    for name, amount, currency in (("A", "10.50", "EUR"), ("B", "2", "EUR"), ("C", "7", "USD")):
        make("opportunities", name=name, amount=amount, currency=currency)
    by_status = setia("show", "opportunities", "--sum", "amount", "--group", "status", "--json").data
    assert sorted((r["group"], r["count"], r["total"], r["currency"]) for r in by_status) == [
        ("open", 1, "7.00", "USD"), ("open", 2, "12.50", "EUR"),
    ]  # fmt: skip
    shown = setia("show", "opportunities", "--sum", "amount", "--where", "currency = USD").out.splitlines()
    assert [line.split() for line in shown] == [["group", "count", "total", "currency"], ["1", "7.00", "USD"]]
    counted = setia("show", "opportunities", "--count", "--group", "currency", "--json").data
    assert {row["group"]: row["count"] for row in counted} == {"EUR": 2, "USD": 1}


def test_a_sum_never_leaves_out_a_search_in_silence(setia: Setia) -> None:
    answer = setia("show", "opportunities", "--sum", "amount", "--search", "acme", "--json")
    assert (answer.code, answer.refusal["error"]) == (2, "malformed")


def test_one_record_is_told_field_by_field(setia: Setia, stages: None) -> None:
    firm = make("companies", name="Acme", city="Lyon")
    deal = make("opportunities", name="Twenty chairs", party=firm.pk, amount="99.90", currency="EUR")
    data = setia("show", "opportunities", deal.pk, "--json").data
    assert (data["id"], data["version"], data["amount"], data["currency"]) == (deal.pk, deal.version, "99.90", "EUR")
    assert (data["party"], data["party_title"]) == (firm.pk, "Acme")
    assert data == setia("show", "opportunities", "--json").data[0]
    lines = setia("show", "companies", f"companies:{firm.pk}").out.splitlines()
    assert {"Name: Acme", "City: Lyon"} <= set(lines)
    assert not [line for line in lines if line.endswith(": ")], "empty fields are left out"


def test_archived_records_are_shown_only_when_asked_for(setia: Setia) -> None:
    brand = make("brands", name="Old")
    setia("do", "archive", f"brands:{brand.pk}")
    assert names(setia, "brands") == []
    assert names(setia, "brands", "--archived") == ["Old"]


def test_a_colleague_sees_what_their_rights_show(setia: Setia, stages: None) -> None:
    cast = assemble(["sales.opportunity"])
    deal = make("opportunities", name="Hers", owner=cast.ada.pk)
    assert names(setia, "opportunities", "--by", "ada@setia.example") == ["Hers"]
    assert names(setia, "opportunities", "--by", "gil@setia.example") == []
    assert setia("show", "opportunities", deal.pk, "--by", "gil@setia.example").code == 3
    assert setia("show", "opportunities", "--by", "eve@setia.example").code == 5
    assert setia("show", "opportunities", "--by", "nobody@setia.example").code == 3


def test_a_field_hidden_from_a_colleague_is_not_there(setia: Setia, stages: None) -> None:
    cast = assemble(["sales.opportunity"])
    role = cast.ada.roles.get()
    role.grants["sales.opportunity"]["fields"] = {"amount": "hidden"}
    role.save()
    deal = make("opportunities", name="Hers", owner=cast.ada.pk, amount="99.90", currency="EUR")
    assert "amount" in setia("show", "opportunities", deal.pk, "--json").data
    for words in (("show", "opportunities"), ("show", "opportunities", deal.pk)):
        answer = setia(*words, "--by", "ada@setia.example", "--json")
        assert answer.code == 0
        assert "99.90" not in answer.out
    for words in (("--sum", "amount"), ("--where", "amount > 1"), ("--columns", "amount"), ("--sort", "amount")):
        assert setia("show", "opportunities", *words, "--by", "ada@setia.example").code in (2, 4, 5), words


@pytest.mark.parametrize(
    "words",
    [
        ("--where", "colour = red"), ("--where", "name = "), ("--where", "(((("), ("--where", "\0"),
        ("--columns", "colour"), ("--sort", "colour"), ("--sum", "colour"), ("--sum", "name"), ("--group", "colour"),
        ("--limit", "-1"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(setia: Setia, words: tuple[str, str]) -> None:
    make("companies", name="Acme")
    answer = setia("show", "companies", *words, "--json")
    assert (answer.code, answer.refusal["error"]) == (2, "malformed")
    assert answer.refusal["message"]


@pytest.mark.parametrize("number", ["0", "-5", "9" * 30, "seven", "\0", "companies:", "٣"])
def test_a_number_that_no_record_has_is_not_found(setia: Setia, number: str) -> None:
    assert setia("show", "companies", number, "--json").code == 3
