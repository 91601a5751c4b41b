"""Files at records: kept once, seen by whoever sees the record, moved and erased with it."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from setia.domains.work.files.drawing.pictures import draw, draw_what_is_missing, picture_of, state_of
from setia.domains.work.files.model import File
from setia.domains.work.files.rights import give_rights
from setia.domains.work.files.sweeping import erase_files_of_party, missing, named, sweep_contents
from setia.foundation import contents
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, NotFound, Refusal, TooLarge
from setia.foundation.jobs import run_until_empty
from setia.foundation.staff.models import Role
from setia.kit import undoing, verbs
from setia.kit.attachments import Added, attachments
from setia.kit.resources import registry
from setia.kit.stories import history
from tests.acting import SETIA, change, do, facts, listed, make
from tests.browsing import browser_of
from tests.cast import Cast, assemble, role
from tests.contents import bomb, pdf, picture

pytestmark = pytest.mark.django_db
NOUNS = ["parties.party", "work.task", "work.file", "sales.opportunity"]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def cast() -> Cast:
    return assemble(NOUNS)


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


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
    pair = make("duplicates", party=one.pk, other=other.pk) if registry["duplicates"].creatable else None
    pair = pair or _pair(one, other)
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
    from setia.domains.duplicates.pairs.model import Pair  # noqa: PLC0415

    return Pair.objects.create(party=one, other=other, created_at=SETIA.at, updated_at=SETIA.at, name="x")


def test_a_party_is_erased_with_its_files_and_shared_contents_stay(
    bo: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = make("companies", name="Other")
    add(bo, b"shared")
    kept = add(other, b"shared")
    alone = add(make("opportunities", name="Deal", party=bo.pk), b"only his")
    sha = File.objects.get(pk=alone.id).sha256
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        assert erase_files_of_party(bo.pk) == 2
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


# Pictures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"), [(picture(900, 500, "JPEG"), "a.jpg"), (pdf(), "a.pdf"), (picture(8, 8), "a.png")]
)
def test_pictures_and_pdfs_are_drawn_small_and_large(bo: Any, data: bytes, name: str) -> None:
    added = add(bo, data, name)
    assert attachments().of(added.id, SETIA).picture == "soon"
    file = File.objects.get(pk=added.id)
    draw.call(file.sha256, file.type)
    assert attachments().of(added.id, SETIA).picture == "there"
    drawn = attachments().picture(added.id, SETIA, "small").read_bytes()
    assert (drawn[:4], drawn[8:12]) == (b"RIFF", b"WEBP")


@pytest.mark.parametrize("data", [bomb(), b"%PDF-1.7 and nothing more", picture()[:60], b"\xff\xd8\xff\xe0broken"])
def test_what_cannot_be_drawn_only_has_no_picture(bo: Any, data: bytes) -> None:
    added = add(bo, data, "x.png")
    file = File.objects.get(pk=added.id)
    draw.call(file.sha256, file.type)
    assert state_of(file.sha256) == ""
    assert attachments().of(added.id, SETIA).picture == ""
    assert attachments().content(added.id, SETIA).size == len(data)


@pytest.mark.django_db(transaction=True)
def test_pictures_are_drawn_by_a_job_and_again_after_a_restore(bo: Any) -> None:
    file = File.objects.get(pk=add(bo, picture(), "a.png").id)
    run_until_empty()
    assert state_of(file.sha256) == "there"
    for size in ("small", "large"):
        picture_of(file.sha256, size).unlink()  # type: ignore[arg-type]
    draw_what_is_missing.call()
    run_until_empty()
    assert state_of(file.sha256) == "there"


# In the browser ---------------------------------------------------------------------------------------


def sent(data: bytes = b"Dear Bo", name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_are_added_without_scripts_and_handed_out_as_downloads_only(cast: Cast) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    ada = browser_of(cast.ada)
    answer = ada.post(f"/people/{hers.pk}/files", {"file": [sent(), sent(b"<script>alert(1)</script>", "página.html")]})
    assert answer.status_code == 302
    page = ada.get(f"/people/{hers.pk}/").content.decode()
    assert "letter.txt" in page
    assert "página.html" in page
    file = File.objects.get(name="página.html")
    answer = ada.get(f"/files/{file.pk}/content")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''p%C3%A1gina.html"
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"]
    gil = browser_of(cast.gil)
    for path in ("content", "picture/small", "picture/other", ""):
        assert gil.get(f"/files/{file.pk}/{path}").status_code == gil.get(f"/files/987654/{path}").status_code == 404
    assert gil.post(f"/people/{hers.pk}/files", {"file": sent()}).status_code == 404
    assert browser_of(cast.cleo).post(f"/people/{hers.pk}/files", {"file": sent()}).status_code == 403


def test_a_part_of_a_large_file_is_handed_out(cast: Cast) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    file = add(hers, bytes(range(256)) * 4096, "x.bin")
    ada = browser_of(cast.ada)
    path = f"/files/{file.id}/content"

    def part(range_: str, **headers: str) -> tuple[int, bytes, str]:
        answer = ada.get(path, headers={"Range": range_, **headers})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body, answer.get("Content-Range", "")

    size = 256 * 4096
    assert part("bytes=10-12") == (206, b"\x0a\x0b\x0c", f"bytes 10-12/{size}")
    assert part("bytes=-2") == (206, b"\xfe\xff", f"bytes {size - 2}-{size - 1}/{size}")
    assert part(f"bytes={size}-") == (416, b"", f"bytes */{size}")
    for odd in ("bytes=1-2,4-5", "bytes=-", "lines=1-2", "bytes=a-b"):
        assert part(odd)[0] == 200
    tag = ada.get(path)["ETag"]
    assert part("bytes=0-0", **{"If-Range": tag})[0] == 206
    assert part("bytes=0-0", **{"If-Range": '"other"'})[0] == 200
    assert ada.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert ada.head(path)["Content-Length"] == str(size)


def test_what_is_too_large_is_refused_before_it_is_read(cast: Cast, settings: Any) -> None:
    settings.FILE_LIMIT = 1000
    hers = make("people", cast.acting("ada"), name="Bo")
    ada = browser_of(cast.ada)
    answer = ada.post(f"/people/{hers.pk}/files", {"file": sent(b"x" * 1001)}, headers={"HX-Request": "true"})
    assert answer.status_code == 413
    assert "at most" in answer["HX-Trigger"]
    answer = ada.post(f"/people/{hers.pk}/files", {"file": sent(b"x" * (2 << 20))})
    assert answer.status_code == 413
    assert ada.post(f"/people/{hers.pk}/files", {}).status_code == 409
    assert not File.objects.exists()


def test_a_page_with_files_costs_the_same_for_three_and_for_thirty(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    for number in range(3):
        add(hers, str(number).encode(), f"{number}.txt")
    with django_assert_max_num_queries(12):
        attachments().at(f"parties.party:{hers.pk}", cast.acting("ada"), 8)
