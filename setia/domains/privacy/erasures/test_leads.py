"""Who is erased is also taken out of enquiries of which nobody had known that they were theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from setia.domains.privacy.erasures.beginning import begin_erasure
from setia.domains.privacy.erasures.model import Reason
from setia.domains.privacy.erasures.running import run
from setia.domains.sales.models import LeadSource
from setia.foundation.ledger import Entry
from tests.acting import SETIA, make

pytestmark = pytest.mark.django_db


def test_whoever_is_erased_is_not_left_in_leads_that_nobody_had_matched() -> None:
    bo_said = {"person": "Bo Andersen", "email": "bo@betatech.example", "message": "How much?"}
    fair = LeadSource.objects.get(name="Fair").pk
    lead = make("leads", name="Desks for Bo", source=fair, **bo_said)
    question = make("lead-questions", name="What do they drink?", kind="text")
    bo = make("people", name="Bo Andersen", email=bo_said["email"])
    make("lead-answers", lead=lead.pk, question=question.pk, value="Bo drinks tea")
    other = make("leads", person="Vera", email="vera@example.org")
    erasure = begin_erasure(bo, Reason.REQUEST, replace(SETIA, act=None))
    run(erasure.pk, SETIA, lambda *told: None)
    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.person, lead.email, lead.message, lead.source.name) == ("", "", "", "Fair")
    assert "Bo" not in lead.name
    assert other.person == "Vera"
    told = str(list(Entry.objects.filter(noun__in=("sales.lead", "sales.answer")).values_list("title", "data")))
    assert "bo@betatech" not in told
    assert "tea" not in told
