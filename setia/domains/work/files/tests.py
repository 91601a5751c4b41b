"""Files at records: kept once, seen by whoever sees the record, moved and erased with it."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from django.db import transaction

from setia.domains.duplicates.pairs.model import Pair
from setia.domains.work.files.model import File
from setia.domains.work.files.rights import give_rights
from setia.domains.work.files.sweeping import missing, named, sweep_contents
from setia.foundation import contents
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, NotFound, Refusal, TooLarge
from setia.foundation.staff.models import Role
from setia.kit import erasing, undoing, verbs
from setia.kit.attachments import Added, attachments
from setia.kit.resources import registry
from setia.kit.stories import history
from tests.acting import SETIA, change, do, facts, listed, make
from tests.cast import Cast, role

pytestmark = pytest.mark.django_db


def add(record: Any, data: bytes = b"Dear Bo", name: str = "letter.txt", by: Actor = SETIA) -> Added:
    return attachments().add(f"{record._meta.label_lower}:{record.pk}", [data], name, by)


def at(record: Any, by: Actor = SETIA) -> list[str]:
    return [file.name for file in attachments().at(f"{record._meta.label_lower}:{record.pk}", by, 10)[0]]


def test_a_file_is_added_to_any_record_and_told_in_the_story_of_its_party(bo: Any) -> None:
    deal = make("opportunities", name="Big deal", party=bo.pk)
    added = add(deal, name="offer.txt")
    file = File.objects.get(pk=added.id)
    assert (file.name, file.size, file.type, file.party_id) == ("offer.txt", 7, "text", bo.pk)
    assert facts(file) == ["file.added"]
    told = history(registry["people"], bo.pk, SETIA).entries
    assert ("file.added", "offer.txt") in [(entry.kind, entry.title) for entry in told]
    assert at(deal) == ["offer.txt"]
    assert at(bo) == []


def test_the_same_content_is_stored_once() -> None:
    one, other = make("companies", name="One"), make("companies", name="Other")
    for record in (one, other, one):
        add(record, b"the same" * 1000, f"{record.name}.txt")
    assert File.objects.count() == 3
    assert len(list(contents.storing.stored())) == 1


def test_what_was_added_by_mistake_is_taken_back_and_an_archived_file_comes_back(bo: Any) -> None:
    added = add(bo)
    verbs.archive(registry["files"], [added.id], SETIA)
    assert at(bo) == []
    verbs.restore(registry["files"], [added.id], SETIA)
    assert at(bo) == ["letter.txt"]
    fresh = add(bo, name="wrong.txt")
    assert fresh.act
    undoing.undo(fresh.act, SETIA)
    assert at(bo) == ["letter.txt"]


def test_a_file_is_renamed_and_described_and_found_by_its_name(bo: Any) -> None:
    file = File.objects.get(pk=add(bo).id)
    change(file, name="Heat pump / plan.txt", description="As agreed on the telephone")
    assert (file.name, file.description) == ("plan.txt", "As agreed on the telephone")
    assert [row["id"] for row in listed("files", text="plan")] == [file.pk]


def test_whoever_does_not_see_the_record_does_not_see_its_files(cast: Cast) -> None:
    hers = make("companies", cast.acting("ada"), name="Hers")
    file = add(hers, by=cast.acting("ada"))
    assert at(hers, cast.acting("ada")) == ["letter.txt"]
    assert at(hers, cast.acting("dev")) == ["letter.txt"]
    gil = cast.acting("gil")
    assert at(hers, gil) == []
    assert listed("files", gil) == []
    for ask in (attachments().of, attachments().content):
        with pytest.raises(NotFound):
            ask(file.id, gil)
    with pytest.raises(NotFound):
        add(hers, by=gil)
    with pytest.raises(Forbidden):
        add(hers, by=cast.acting("cleo"))
    assert attachments().content(file.id, cast.acting("cleo")).size == 7
    with pytest.raises(Forbidden):
        attachments().content(file.id, cast.acting("eve"))


def test_files_at_records_of_a_noun_that_may_not_be_seen_stay_hidden(cast: Cast) -> None:
    narrow = role(
        "No deals", {"parties.party": {"sight": "all", "verbs": []}, "work.file": {"sight": "all", "verbs": []}}
    )
    cast.eve.roles.set([narrow])
    deal = make("opportunities", name="Big deal", party=make("people", name="Bo").pk)
    file = add(deal)
    assert listed("files", cast.acting("eve")) == []
    with pytest.raises(NotFound):
        attachments().of(file.id, cast.acting("eve"))
    told = history(registry["people"], deal.party_id, cast.acting("eve")).entries
    assert "letter.txt" not in str(told)


def test_who_gets_the_record_gets_its_files_with_it(cast: Cast) -> None:
    hers = make("companies", cast.acting("ada"), name="Hers")
    add(hers, by=cast.acting("ada"))
    change(hers, owner=str(cast.gil.pk))
    assert at(hers, cast.acting("gil")) == ["letter.txt"]
    assert at(hers, cast.acting("ada")) == []


@pytest.mark.parametrize(
    "address", ["parties.party:987654", "no.noun:1", "parties.party:x", "parties.party:", "", "work.file:1"]
)
def test_there_is_nothing_to_add_a_file_to(address: str) -> None:
    with pytest.raises(NotFound):
        attachments().add(address, [b"x"], "x.txt", SETIA)


def test_what_is_empty_too_large_or_at_an_archived_record_is_refused_and_nothing_is_kept(
    bo: Any, settings: Any
) -> None:
    settings.FILE_LIMIT = 1 << 20
    with pytest.raises(Refusal, match="empty"):
        add(bo, b"")
    with pytest.raises(TooLarge, match="at most 1 MB"):
        add(bo, b"x" * ((1 << 20) + 1))
    verbs.archive(registry["people"], [bo.pk], SETIA)
    with pytest.raises(Refusal, match="is archived"):
        add(bo)
    assert not list(contents.storing.stored())
    assert not list((settings.DATA_DIR / "uploads").glob("part-*"))


def test_merging_moves_files_and_tasks_and_unmerging_puts_them_back() -> None:
    one, other = make("companies", name="Betatech"), make("companies", name="Betatech Inc")
    add(one, name="one.txt")
    add(other, name="other.txt")
    task = make("tasks", name="Call", about=f"parties.party:{other.pk}")
    pair = _pair(one, other)
    do("merge", pair, keep="first")
    assert sorted(at(one)) == ["one.txt", "other.txt"]
    task.refresh_from_db()
    assert task.about == f"parties.party:{one.pk}"
    do("unmerge", pair)
    assert (at(one), at(other)) == (["one.txt"], ["other.txt"])
    assert set(File.objects.values_list("name", "of_id")) == {("one.txt", one.pk), ("other.txt", other.pk)}
    task.refresh_from_db()
    assert task.about == f"parties.party:{other.pk}"


def _pair(one: Any, other: Any) -> Any:
    return Pair.objects.create(party=one, other=other, created_at=SETIA.at, updated_at=SETIA.at, name="x")


def test_erased_files_take_their_contents_along_but_not_what_others_share(
    bo: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = make("companies", name="Other")
    add(bo, b"shared")
    kept = add(other, b"shared")
    alone = add(make("opportunities", name="Deal", party=bo.pk), b"only his")
    sha = File.objects.get(pk=alone.id).sha256
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        assert len(erasing.erase(File, File.objects.filter(party=bo.pk).values_list("pk", flat=True))) == 2
    assert list(File.objects.values_list("pk", flat=True)) == [kept.id]
    assert not contents.path_of(sha).exists()
    assert attachments().content(kept.id, SETIA).path.read_bytes() == b"shared"
    assert listed("files", text="letter") != []


def test_contents_that_nothing_names_go_when_they_are_a_day_old(bo: Any) -> None:
    kept = contents.path_of(File.objects.get(pk=add(bo, b"kept").id).sha256)
    young, old = (contents.keep([text], 1000).path for text in (b"young", b"old"))
    yesterday = time.time() - 90_000
    for path in (kept, old):
        os.utime(path, (yesterday, yesterday))
    sweep_contents.call()
    assert [path.exists() for path in (kept, young, old)] == [True, True, False]
    assert contents.orphans(named) == 1
    again = contents.keep([b"old"], 1000).path
    assert again.exists()


def test_a_row_without_content_is_told(bo: Any) -> None:
    added = add(bo)
    assert missing() == []
    attachments().content(added.id, SETIA).path.unlink()
    assert missing() == [added.id]
    with pytest.raises(NotFound, match="missing in the data folder"):
        attachments().content(added.id, SETIA)


def test_old_roles_get_the_rights_over_files_that_they_have_over_parties() -> None:
    seller = role("Old", {"parties.party": {"sight": "own", "verbs": ["note"]}})
    give_rights(Role)
    seller.refresh_from_db()
    assert seller.grants["work.file"] == {"sight": "own", "verbs": ["*"]}
