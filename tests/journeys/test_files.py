"""Files in the browser: several at once, dropped and chosen, looked at, renamed, put away and brought back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.contents import pdf, picture
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database

Visit = Callable[..., Visitor]
COMPANY = "Betatech"
DROP = """([area, name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def company(visitor: Visitor) -> None:
    visitor.go(f"/companies/?q={COMPANY}")
    visitor.row(COMPANY).get_by_role("link").first.click()
    expect(visitor.page.locator("#main h1")).to_contain_text(COMPANY)


def payload(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_several_files_are_added_at_once_looked_at_and_downloaded(visit: Visit, tmp_path: Path) -> None:
    dev = visit("dev")
    company(dev)
    files = dev.page.locator("#files")
    files.locator("input[type=file]").set_input_files(
        [payload("façade.png", picture(900, 600)), payload("offer.pdf", pdf()), payload("script.pdf", b"MZ\x90program")]
    )
    for name in ("façade.png", "offer.pdf", "script.pdf"):
        expect(files.locator(".card-title", has_text=name)).to_be_visible()
    expect(files.locator("li", has_text="script.pdf")).to_contain_text("something else: Program")
    expect(files.locator(".thumb img").nth(1)).to_be_visible(timeout=30_000)
    dev.reads_well()
    files.locator(".card-title", has_text="façade.png").click()
    expect(dev.page.locator("img.preview")).to_be_visible()
    assert dev.page.locator("img.preview").evaluate("image => image.complete && image.naturalWidth") == 900
    dev.reads_well()
    with dev.page.expect_download() as started:
        dev.page.get_by_role("link", name="Download", exact=True).first.click()
    assert started.value.suggested_filename == "façade.png"
    assert Path(started.value.path()).read_bytes() == picture(900, 600)


def test_a_dropped_file_is_added_renamed_put_away_and_brought_back(visit: Visit) -> None:
    dev = visit("dev")
    company(dev)
    area = dev.page.locator("#files [data-drop]")
    area.evaluate("(area, given) => (" + DROP + ")([area, ...given])", ["note.txt", "Ring twice"])
    dev.noted("Added: note.txt.")
    files = dev.page.locator("#files")
    files.locator(".card-title", has_text="note.txt").click()
    dev.page.get_by_role("link", name="Edit").first.click()
    dev.page.fill("#dialog [name=name], [name=name]", "How to ring.txt")
    dev.page.get_by_role("button", name="Save").click()
    expect(dev.page.locator("#main h1")).to_have_text("How to ring.txt")
    company(dev)
    files.get_by_role("link", name="Archive How to ring.txt").click()
    dev.page.locator("#dialog").get_by_role("button", name="Archive").click()
    expect(files.locator(".card-title", has_text="How to ring.txt")).to_have_count(0)
    dev.undo()
    expect(files.locator(".card-title", has_text="How to ring.txt")).to_be_visible()
    expect(dev.page.locator("#history")).to_contain_text("added")


def test_a_refused_file_says_why_and_the_others_are_added(visit: Visit) -> None:
    dev = visit("dev", width=390, dark=True)
    company(dev)
    files = dev.page.locator("#files")
    files.locator("input[type=file]").set_input_files([payload("nothing.txt", b""), payload("some.txt", b"some")])
    expect(files.locator("[data-uploads] .error")).to_contain_text("nothing.txt: This file is empty.")
    expect(files.locator(".card-title", has_text="some.txt")).to_be_visible()
    dev.reads_well()
