"""Erasing a person: what goes, what stays, and that nothing brings them back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Sum

from setia.domains.authority.approvals.asking import ask
from setia.domains.conversations.messages.delivering import deliver, tend
from setia.domains.conversations.messages.model import Message
from setia.domains.conversations.messages.sending import send
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import register, running
from setia.domains.privacy.erasures.model import Erasure, State
from setia.domains.privacy.erasures.proving import is_unaltered
from setia.domains.privacy.erasures.running import run
from setia.domains.sales.models import Order, Payment
from setia.domains.work.files.model import File
from setia.foundation import contents
from setia.foundation.access import system
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Done, Entry
from setia.foundation.staff.models import Staff
from setia.kit import verbs
from setia.kit.attachments import attachments
from setia.kit.exchange import ImportMapping
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.exchange.runs.receiving import receive_file
from setia.kit.forgetting.seeking import found
from setia.kit.resources import registry
from setia.kit.searching import find
from setia.kit.undoing import undo
from tests.acting import IMPORT, SETIA, change, do, make, make_many
from tests.cast import NOW

pytestmark = pytest.mark.django_db

EMAIL, PHONE, NAME = "zelda.quist@bolt.example", "+33142685399", "Zelda Quistrup"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(running, "BREATH", 0)
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture
def zelda() -> Party:
    """A customer of whom something stands in every corner."""
    person = make(
        "people", first_name="Zelda", last_name="Quistrup", email=EMAIL, phone=PHONE, about="Likes Zelda jokes"
    )
    firm = make("companies", name="Bolt & Co")
    make("relations", party=person.pk, other=firm.pk, kind="works_for")
    make("contact-points", party=person.pk, kind="email", value="zq@home.example")
    make("preferences", party=person.pk, kind="interest", value="Zelda Quistrup likes sails")
    make("needs", party=person.pk, name="Zelda Quistrup needs rope", importance=3)
    purpose = make("contact-purposes", name="News", wording="Yes, write to me")
    make("consents", party=person.pk, purpose=purpose.pk, channel="email", proof=f"Mail of {EMAIL}")
    make("tasks", name="Call Zelda Quistrup", party=person.pk, details=PHONE)
    deal = make("opportunities", name="Boat for Zelda Quistrup", party=person.pk, amount="900")
    order = make(
        "orders", party=person.pk, total="120", currency="EUR", about="For Zelda Quistrup", opportunity=deal.pk
    )
    make("payments", order=order.pk, amount="50", reference="ZELDA QUISTRUP 4711")
    made = make("promises", name="Zelda Quistrup gets her sail", party=person.pk, due_on="2026-04-01")
    do("keep", made, evidence=f"Zelda Quistrup wrote from {EMAIL}")
    asked = ask("exception", f"parties.party:{person.pk}", 900, [("For", NAME)], f"{NAME} is angry", by=SETIA)
    do("approve", asked, words="Zelda is always angry")
    file = attachments().add(f"sales.order:{order.pk}", [b"For Zelda Quistrup"], "Zelda Quistrup.txt", SETIA)
    send(party_id=person.pk, to=EMAIL, subject="Dear Zelda Quistrup", body=NAME, attachments=[file.id], by=SETIA)
    do("note", person, text=f"Zelda Quistrup wrote from {EMAIL}", kind="call", minutes=12, happened_on="2026-02-01")
    change(person, phone="+33142685388")
    return person


def asked_for(person: Party) -> Any:
    return make("privacy-requests", kind="erasure", party=person.pk, received_on="2026-03-01")


def erased(person: Party) -> Erasure:
    do("erase", asked_for(person))
    erasure = Erasure.objects.get(party=person)
    assert run(erasure.pk, system("job", NOW), lambda done, total, note: None)
    erasure.refresh_from_db()
    return erasure


def test_nothing_is_left_of_an_erased_person_in_any_table(zelda: Party) -> None:
    assert found([EMAIL, PHONE, NAME, "zq@home.example", "+33142685388"], lambda: None)
    erasure = erased(zelda)
    assert erasure.state == State.DONE
    assert found([EMAIL, PHONE, NAME, "zq@home.example", "+33142685388", "Zelda"], lambda: None) == {}
    assert erasure.left == {"sought": {}, "names": {}}
    assert (erasure.sought, is_unaltered(erasure)) == ({}, True)


def test_what_waits_for_somebody_who_is_erased_is_not_sent(zelda: Party, settings: Any) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:9?tls=no"
    erased(zelda)
    message = Message.objects.get(party=zelda)
    assert (message.body, message.email, message.attachments.count()) == ("", "", 0)
    deliver.call(message.pk)
    tend(NOW)
    message.refresh_from_db()
    assert (message.tries, message.status) == (0, "failed")


def test_sums_of_orders_and_payments_and_the_number_of_entries_stay(zelda: Party) -> None:
    def figures() -> tuple[Any, ...]:
        return (
            Order.objects.aggregate(Sum("total")), Payment.objects.aggregate(Sum("amount")), Order.objects.count(),
            Entry.objects.filter(kind="party.called").count(),
            list(Entry.objects.filter(story_id=zelda.pk, pk__lte=last).order_by("pk").values_list("kind", "at")),
        )  # fmt: skip

    request = asked_for(zelda)
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    before = figures()
    do("erase", request)
    run(Erasure.objects.get().pk, system("job", NOW), lambda done, total, note: None)
    assert figures() == before
    call = Entry.objects.get(kind="party.called")
    assert call.data["inputs"]["minutes"] in (12, "12")
    assert "text" not in call.data["inputs"]


def test_the_request_is_answered_by_the_proof(zelda: Party) -> None:
    request = asked_for(zelda)
    do("erase", request)
    erasure = Erasure.objects.get()
    run(erasure.pk, system("job", NOW), lambda done, total, note: None)
    request.refresh_from_db()
    assert (request.status, request.reply) == ("done", f"Erasure of party no. {zelda.pk}")


def test_an_erased_person_is_found_by_nobody_and_takes_nothing_new(zelda: Party) -> None:
    erased(zelda)
    zelda.refresh_from_db()
    assert NAME.casefold() not in zelda.name.casefold()
    parties = registry["parties"]
    assert not find(parties, "quistrup", 10, parties.chosen(SETIA.access, archived=True), SETIA.access)
    with pytest.raises(Refusal, match="erased"):
        verbs.restore(parties, [zelda.pk], SETIA)
    with pytest.raises(Refusal, match="erased"):
        make("contact-points", party=zelda.pk, kind="email", value=EMAIL)


def test_undo_brings_nothing_back(zelda: Party) -> None:
    acts = list(Entry.objects.filter(story_id=zelda.pk).values_list("act", flat=True).distinct())
    erased(zelda)
    for act in acts:
        try:
            undo(act, SETIA)
        except Refusal:
            continue
    assert found([EMAIL, NAME, PHONE], lambda: None) == {}


def test_a_file_does_not_bring_an_erased_person_back(zelda: Party) -> None:
    erased(zelda)
    with pytest.raises(Invalid, match="erased on"):
        make_many("people", [{"name": "Z. Q.", "email": EMAIL}], IMPORT)
    assert make("people", name="Z. Q.", email=EMAIL).pk  # whoever returns is entered by hand


def test_kept_answers_and_mails_that_name_the_person_go(zelda: Party) -> None:
    told = {"status": 201, "headers": {}, "body": json.dumps({"id": zelda.pk, "name": NAME, "act": 7})}
    Done.objects.create(key="1:a", fingerprint="x", answer=told, at=NOW)
    Done.objects.create(key="1:b", fingerprint="y", answer={"body": '{"name": "Bo"}'}, at=NOW)
    settings.EMAIL_FILE_PATH.mkdir()
    (settings.EMAIL_FILE_PATH / "one.log").write_text(f"To: {EMAIL}")
    (settings.EMAIL_FILE_PATH / "two.log").write_text("To: somebody@else.example")
    erased(zelda)
    bodies = {done.key: json.loads(done.answer["body"]) for done in Done.objects.all()}
    # The key stays, or a program that repeats its request would make the person anew.
    assert bodies == {"1:a": {"id": zelda.pk, "act": 7}, "1:b": {"name": "Bo"}}
    assert Done.objects.get(key="1:a").answer["status"] == 201
    assert [path.name for path in settings.EMAIL_FILE_PATH.iterdir()] == ["two.log"]


def test_the_register_holds_a_number_and_a_moment_and_nothing_else(zelda: Party) -> None:
    erased(zelda)
    assert list(register.remembered()) == [(zelda.pk, Party.objects.get(pk=zelda.pk).created_at)]
    assert "Zelda" not in register.path().read_text()


def test_an_erasure_that_is_stopped_after_any_step_goes_on_to_the_same_end(zelda: Party) -> None:
    do("erase", asked_for(zelda))
    pk = Erasure.objects.get().pk
    for stop_after in range(1, 400, 7):
        steps = iter(range(stop_after))

        def tell(done: int, total: int, note: str, steps: Any = steps) -> None:
            if next(steps, None) is None:
                raise KeyboardInterrupt

        try:
            run(pk, system("job", NOW), tell)
        except KeyboardInterrupt:
            continue
        break
    erasure = Erasure.objects.get()
    assert erasure.state == State.DONE
    assert erasure.left == {"sought": {}, "names": {}}
    assert is_unaltered(erasure)


def test_merged_copies_go_with_the_party_that_stayed(zelda: Party) -> None:
    twin = make("people", name=NAME, email="zelda.twin@bolt.example")
    pair = Pair.objects.create(party=zelda, other=twin, score=99, created_at=NOW, updated_at=NOW)
    act = do("merge", pair, keep="first").act
    with pytest.raises(Refusal, match="merged into another"):
        do("erase", asked_for(twin))
    erased(zelda)
    assert found([EMAIL, NAME, "zelda.twin@bolt.example"], lambda: None) == {}
    with pytest.raises(Refusal):
        undo(act or 0, SETIA)
    assert found(["zelda.twin@bolt.example"], lambda: None) == {}


def test_an_erasure_waits_for_an_import_that_names_the_person(zelda: Party, tmp_path: Any) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"name,email\nZelda Quistrup,{EMAIL}\nBo Lund,bo@lund.example\n")
    run_ = receive_file(path, SETIA, resource="people")
    do("erase", asked_for(zelda))
    pk = Erasure.objects.get().pk
    assert not run(pk, system("job", NOW), lambda done, total, note: None)
    assert "people.csv" in Erasure.objects.get().note
    carry_on(ImportRun.objects.get(pk=run_.pk), SETIA)
    run_.refresh_from_db()
    assert (run_.new, run_.refused) == (1, 1)  # everybody else came in, the erased person did not
    assert run(pk, system("job", NOW), lambda done, total, note: None)
    assert not run_.source.exists()
    assert found([EMAIL, NAME], lambda: None) == {}


def test_kept_mappings_forget_which_text_stood_for_the_person(zelda: Party) -> None:
    owner = Staff.objects.create_account("Ines", "ines@setia.example")
    column = {"field": "party", "accepted": {"Z. Quistrup": zelda.pk, NAME: 3, "Bo": zelda.pk + 1000}}
    mapping = ImportMapping.objects.create(
        name="Orders of the shop", resource="orders", headers="x", owner=owner, created_at=NOW, updated_at=NOW,
        plan={"columns": {"customer": column, "total": {"field": "total", "accepted": {}}}},
    )  # fmt: skip
    erased(zelda)
    mapping.refresh_from_db()
    assert mapping.plan["columns"]["customer"]["accepted"] == {"Bo": zelda.pk + 1000}
    assert mapping.plan["columns"]["total"] == {"field": "total", "accepted": {}}


def test_files_of_the_person_go_with_their_content(zelda: Party, django_capture_on_commit_callbacks: Any) -> None:
    other = make("people", name="Somebody else")
    for party, words in ((zelda, b"Dear Zelda"), (other, b"Dear other")):
        attachments().add(f"parties.party:{party.pk}", [words], f"{party.name}.txt", SETIA)
    order = Order.objects.get()
    attachments().add(f"sales.order:{order.pk}", [b"Invoice of Zelda"], "invoice.txt", SETIA)
    assert len(list(contents.storing.stored())) == 4
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erased(zelda)
    assert list(File.objects.values_list("name", flat=True)) == ["Somebody else.txt"]
    assert [path.read_bytes() for path in contents.storing.stored()] == [b"Dear other"]
    assert erasure.counts["work.file"] == 3
