"""Pictures of files: drawn by a process with little of everything, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.work.files.drawing.pictures import draw, draw_what_is_missing, picture_of, state_of
from setia.domains.work.files.model import File
from setia.domains.work.files.tests import add
from setia.foundation.jobs import run_until_empty
from setia.kit.attachments import attachments
from tests.acting import SETIA
from tests.contents import bomb, pdf, picture

pytestmark = pytest.mark.django_db


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
