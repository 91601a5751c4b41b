"""Files through the API: sent whole or not at all, read by whoever may see the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from setia.foundation.staff.rights import new_token
from tests.acting import make
from tests.cast import NOW, Cast, assemble
from tests.contents import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Any, tmp_path: Any) -> Cast:
    settings.DATA_DIR = tmp_path
    return assemble(["parties.party", "work.file"])


def program(staff: Any, *scopes: str) -> Any:
    token = new_token(staff, "test", list(scopes or ("*",)), NOW)
    return Client(headers={"Authorization": f"Bearer {token}"})


def sent(data: bytes, name: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data), "description": "From the site"}


def test_a_program_adds_lists_and_downloads_a_file(cast: Cast) -> None:
    pk = make("companies", cast.acting("ada"), name="Hers").pk
    ada = program(cast.ada)
    answer = ada.post(f"/api/v1/companies/{pk}/files", sent(picture(), "a/b\u202e.jpg"))
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert body["name"] == "b.jpg"
    assert len(body["notices"]) == 1
    listed = ada.get(f"/api/v1/companies/{pk}/files").json()
    assert (listed["count"], listed["data"][0]["type"], listed["data"][0]["description"]) == (
        1,
        "Picture",
        "From the site",
    )
    assert "something else" in listed["data"][0]["warning"]
    content = ada.get(f"/api/v1/files/{body['id']}/content", headers={"Range": "bytes=1-3"})
    assert (content.status_code, b"".join(content.streaming_content)) == (206, b"PNG")
    assert ada.get(f"/api/v1/files/{body['id']}").json()["about"] == f"parties.party:{pk}"


def test_the_same_key_adds_a_file_once(cast: Cast) -> None:
    pk = make("companies", cast.acting("ada"), name="Hers").pk
    ada = program(cast.ada)
    ids = {
        ada.post(f"/api/v1/companies/{pk}/files", sent(b"x", "x.txt"), headers={"Idempotency-Key": "one"}).json()["id"]
        for _n in range(2)
    }
    assert len(ids) == 1
    assert ada.get(f"/api/v1/companies/{pk}/files").json()["count"] == 1


def test_what_cannot_be_taken_is_refused_by_name(cast: Cast, settings: Any) -> None:
    settings.FILE_LIMIT = 1_000
    pk = make("companies", cast.acting("ada"), name="Hers").pk
    path, ada = f"/api/v1/companies/{pk}/files", program(cast.ada)
    assert ada.post(path, sent(b"x" * 1_001, "x.txt")).status_code == 413
    assert ada.post(path, sent(b"x" * (2 << 20), "x.txt")).status_code == 413
    assert ada.post(path, {"description": "none"}).status_code == 422
    assert ada.post(path, {"file": "text"}).status_code == 422
    assert ada.post(path, b"{}", content_type="application/json").status_code == 415
    assert ada.post(path, sent(b"", "x.txt")).status_code == 409
    assert program(cast.ada, "see").post(path, sent(b"x", "x.txt")).status_code == 403
    assert program(cast.cleo).post(path, sent(b"x", "x.txt")).status_code == 403
    assert program(cast.gil).post(path, sent(b"x", "x.txt")).status_code == 404
    assert program(cast.gil).get(path).status_code == 404
    assert ada.get(path).json() == {"data": [], "count": 0}
