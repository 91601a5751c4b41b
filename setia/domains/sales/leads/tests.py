"""Leads: what becomes of an enquiry, and that nothing of it is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from setia.domains.parties.models import ContactPoint, Party, Relation
from setia.domains.sales.leads.forgetting import forget_before
from setia.domains.sales.leads.model import Lead
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.reasons.model import Reason
from setia.domains.work.tasks.model import Task
from setia.foundation.errors import Forbidden, Invalid, NotFound, Refusal
from setia.kit.attachments import attachments
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, facts, make, make_many, queries
from tests.cast import NOW, assemble

pytestmark = pytest.mark.django_db
BO = {"person": "Bo Andersen", "company": "Betatech", "email": "bo@betatech.example", "message": "How much?"}


@pytest.fixture
def lead() -> Any:
    return make("leads", name="Twelve desks", source=source("Fair").pk, sector="technology", country="DK", **BO)


def source(name: str) -> Any:
    return Lead._meta.get_field("source").related_model.objects.get(name=name)


def reason(name: str, outcome: str = "unqualified") -> Reason:
    return Reason.objects.get(name=name, outcome=outcome)


def question(**values: Any) -> Any:
    return make("lead-questions", **{"name": "Is there a budget?", "kind": "yes_no", **values})


def test_a_lead_is_called_after_who_asks_for_what() -> None:
    product = make("products", name="GTX Pro")
    assert make("leads", product=product.pk, **BO).name == "GTX Pro for Betatech"
    assert make("leads", email="who@example.com").name == "who@example.com"
    assert (make("leads").name, make("leads").received_on) == ("Lead", NOW.date())


def test_converting_makes_the_person_the_company_and_the_opportunity(lead: Any) -> None:
    do("convert", lead, next_step="Send an offer", next_step_on="2026-03-09", amount="1200")
    person, company = Party.objects.get(kind="person"), Party.objects.get(kind="company")
    deal = Opportunity.objects.get()
    assert (person.name, person.email, person.country, person.is_prospect) == ("Bo Andersen", BO["email"], "DK", True)
    assert (company.name, company.sector) == ("Betatech", "technology")
    assert Relation.objects.filter(party=person, other=company, kind="works_for").exists()
    assert (deal.name, deal.party, deal.source.name, deal.amount) == ("Twelve desks", person, "Fair", 120_000)
    assert (deal.next_step, deal.next_step_on) == ("Send an offer", date(2026, 3, 9))
    assert (lead.status, lead.party, lead.opportunity, lead.converted_on) == ("converted", person, deal, NOW.date())
    assert facts(lead) == ["lead.created", "lead.converted"]


def test_converting_joins_whom_we_know_by_their_address_and_adds_what_is_new(lead: Any) -> None:
    bo = make("people", name="B. Andersen", email=BO["email"])
    change(lead, phone="+4533121212")
    do("convert", lead)
    assert lead.party == bo
    assert ContactPoint.objects.filter(party=bo, value="+4533121212").exists()
    assert Party.objects.filter(kind="person").count() == 1
    assert Party.objects.get(pk=bo.pk).name == "B. Andersen"


def test_the_company_alone_may_ask_and_the_same_one_is_not_made_twice(lead: Any) -> None:
    company = make("companies", name="Betatech")
    change(lead, person="", email="")
    do("convert", lead)
    assert lead.party == company
    with pytest.raises(Refusal, match="Say who"):
        do("convert", make("leads", name="Nobody"))


def test_answers_tasks_and_files_go_along_and_undo_puts_everything_back(lead: Any) -> None:
    answer = make("lead-answers", lead=lead.pk, question=question().pk, value="yes")
    task = make("tasks", name="Call", about=f"sales.lead:{lead.pk}")
    attachments().add(f"sales.lead:{lead.pk}", [b"plan"], "plan.txt", SETIA)
    before = Lead.objects.values().get(pk=lead.pk)
    act = do("convert", lead).act
    answer.refresh_from_db()
    there = f"sales.opportunity:{lead.opportunity_id}"
    assert answer.opportunity_id == lead.opportunity_id
    assert (Task.objects.get().about, Task.objects.get().party_id) == (there, lead.party_id)
    assert [file.name for file in attachments().at(there, SETIA, 5)[0]] == ["plan.txt"]
    undo(act, SETIA)
    after = Lead.objects.values().get(pk=lead.pk)
    assert {n: v for n, v in after.items() if n not in ("version", "updated_at")} == {
        n: v for n, v in before.items() if n not in ("version", "updated_at")
    }
    task.refresh_from_db()
    answer.refresh_from_db()
    assert (task.about, task.party, answer.opportunity) == (f"sales.lead:{lead.pk}", None, None)
    assert not Opportunity.objects.active().exists()
    assert not Party.objects.active().exists()


def test_a_lead_is_converted_once(lead: Any) -> None:
    do("convert", lead)
    with pytest.raises(Refusal, match="converted already"):
        do("convert", lead)
    assert Opportunity.objects.count() == 1


def test_whoever_may_not_make_opportunities_converts_nothing(lead: Any) -> None:
    cast = assemble(["sales.lead", "parties.party"])
    ada = cast.acting("ada")
    change(lead, owner=cast.ada.pk)
    with pytest.raises(Forbidden):
        do("convert", lead, ada)
    assert not Party.objects.exists()
    with pytest.raises(NotFound):
        do("take_up", lead, cast.acting("gil"))


def test_what_is_not_pursued_says_why_and_can_be_opened_again(lead: Any) -> None:
    with pytest.raises(Invalid, match="required"):
        do("disqualify", lead)
    with pytest.raises(Invalid, match="something else"):
        do("disqualify", lead, because=reason("Too dear", "lost").pk)
    do("disqualify", lead, because=reason("No need").pk, reason="Only curious")
    assert (lead.status, lead.reason.name, lead.ended_because) == ("unqualified", "No need", "Only curious")
    with pytest.raises(Refusal, match="not possible any more"):
        do("convert", lead)
    do("reopen", lead)
    assert (lead.status, lead.reason, lead.ended_because) == ("working", None, "")


def test_the_score_is_the_part_of_what_could_be_reached_and_says_how(lead: Any) -> None:
    from_budget = question(weight="6")
    size = question(name="How many desks?", kind="number", weight="3", worst="0", best="20")
    when = question(name="When?", kind="choice", weight="1", options="Now = 10\nSome day = 0")
    question(name="Which hospital?", sector="medical", weight="10")
    make("lead-answers", lead=lead.pk, question=from_budget.pk, value="oui")
    lead.refresh_from_db()
    assert lead.score == 60
    make("lead-answers", lead=lead.pk, question=size.pk, value="10")
    make("lead-answers", lead=lead.pk, question=when.pk, value="some DAY")
    lead.refresh_from_db()
    assert lead.score == 75
    with pytest.raises(Invalid, match="one of: Now, Some day"):
        make("lead-answers", lead=make("leads", name="x").pk, question=when.pk, value="never")
    change(lead, sector="medical")
    assert lead.score == round(100 * 7.5 / 20)


@pytest.mark.parametrize(
    "values",
    [{"kind": "number"}, {"kind": "number", "worst": "3", "best": "3"}, {"kind": "choice", "options": "Now = 99"},
     {"kind": "choice", "options": ""}, {"weight": "11"}],
)  # fmt: skip
def test_a_question_that_cannot_be_judged_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        question(**values)


def test_many_leads_from_a_file_cost_as_many_queries_as_a_few() -> None:
    row = {"name": "Desks", **BO}
    queries("leads", row, 1)
    assert queries("leads", row, 150) <= queries("leads", row, 3)


def test_who_was_not_pursued_and_never_known_is_forgotten_after_two_years(lead: Any) -> None:
    do("disqualify", lead, reason="Spam")
    later = replace(SETIA, at=NOW.replace(year=2029))
    row = {"name": "Young", "person": "Y", "received_on": date(2028, 12, 1), "status": "unqualified"}
    young = make_many("leads", [row], replace(later, channel="import"))
    assert forget_before(later) == 1
    lead.refresh_from_db()
    young[0].refresh_from_db()
    assert (lead.person, lead.email, young[0].person) == ("", "", "Y")
