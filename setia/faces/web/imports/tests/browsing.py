"""What a person does with an import in the browser, and what they read there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from setia.faces.web.addresses import reverse
from setia.foundation.jobs import run_until_empty
from setia.kit.exchange import ImportRun
from setia.kit.resources import registry

FIRMS = "account,sector,employees,subsidiary_of\nAcme,retail,12,\nBetasolo,medical,7,Acme\nCorda,retail,many,\n"
HTMX = {"HX-Request": "true"}


def parties() -> QuerySet[Any]:
    return registry["parties"].rows()


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, content: str | bytes = FIRMS, name: str = "firms.csv", **fields: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    sent = {"file": SimpleUploadedFile(name, data), "resource": "", **fields}
    return client.post(reverse("import_start"), sent)


def uploaded(client: Client, content: str | bytes = FIRMS, **fields: Any) -> ImportRun:
    answer = upload(client, content, **fields)
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.latest("id")
    assert answer.url == reverse("import_run", args=[run.pk])
    return run


def at(name: str, run: ImportRun) -> str:
    return reverse(f"import_{name}", args=[run.pk])


def text_of(answer: Any) -> str:
    """What stands on a page, without its markup."""
    html = answer.content.decode()
    plain = re.sub(r"<[^>]+>", " ", html[html.find("<main") :] if "<main" in html else html)
    return " ".join(plain.split())


def form_of(answer: Any) -> dict[str, str]:
    """The choices on the page of columns as they are, ready to be changed and sent."""
    html = answer.content.decode()
    form = html[html.index('id="mapping"') :]
    sent = {"was": re.search(r'name="was" value="([^"]*)"', form)[1]}  # type: ignore[index]
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else re.search(r'<option value="([^"]*)"', options)[1]  # type: ignore[index]
    return sent


def imported(client: Client, run: ImportRun) -> None:
    assert client.post(at("begin", run)).url == at("run", run)
    run_until_empty()
    run.refresh_from_db()


def mark_of(answer: Any) -> str:
    """The sign on the page of the check by which a later answer is known to be about it."""
    found = re.search(r'name="mark" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


def assert_nothing_left() -> None:
    assert not ImportRun.objects.exists()
    folder = Path(settings.DATA_DIR) / "imports"
    assert not folder.exists() or list(folder.iterdir()) == []
