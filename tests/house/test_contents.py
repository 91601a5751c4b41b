"""What files must not contain: paths of one machine, addresses of package registries, inline script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name, tracked

ROOTS = ("root", "work", "Users", r"home/\w+")
OUTSIDE = ("shared/data", "shared/design", "shared/hooks")
MACHINE = re.compile(rf"(?<![\w.])/(?:{'|'.join(ROOTS)})/|{'|'.join(OUTSIDE)}")
HOSTS = ("pypi.org", "pythonhosted.", "npmjs.", "jsdelivr", "unpkg.com", "cdnjs.", "googleapis.")
REGISTRY = re.compile("|".join(map(re.escape, (*HOSTS, "index-url", "find-links"))))
ATTRIBUTE = re.compile(r"<[a-zA-Z][^<>]*?\s(style|on[a-z]+)\s*=", re.DOTALL)
DATA_BLOCK = re.compile(r"<script\b[^>]*type=\"application/json\"")


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file but this one, which has to name what it looks for."""
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("forbidden", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_knows_the_machine_or_the_registry_it_was_written_with(forbidden: re.Pattern[str]) -> None:
    found = [f"{name(path)}: {match[0]}" for path, text in texts() for match in forbidden.finditer(text)]
    assert found == []
    assert str(ROOT) + "/" not in "".join(text for _, text in texts())


def templates() -> list[tuple[str, str]]:
    """Templates without their comments, where an example may stand."""
    comments = re.compile(r"\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
    pages = [path for path in tracked() if path.suffix == ".html" and name(path).startswith("setia/")]
    return [(name(path), comments.sub("", path.read_text("utf-8"))) for path in pages]


def inline(text: str) -> Iterator[str]:
    """What the content security policy would refuse to run or apply."""
    for tag in re.findall(r"<script\b[^>]*>", text):
        if "src=" not in tag and not DATA_BLOCK.match(tag):
            yield tag
    yield from re.findall(r"<style\b[^>]*>", text)
    # Template expressions may hold ">" and quotes; only the markup around them is looked at.
    markup = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    yield from (match[1] for match in ATTRIBUTE.finditer(markup))


def test_templates_hold_no_inline_script_or_style() -> None:
    assert [(page, found) for page, text in templates() for found in inline(text)] == []


@pytest.mark.parametrize(
    "refused",
    [
        "<script>x()</script>",
        "<style>a{}</style>",
        '<p style="x">',
        '<a href="#" onclick="x()">',
        "<p {{ a > b }} onload=x>",
    ],
)
def test_inline_script_and_style_are_recognised(refused: str) -> None:
    assert list(inline(refused))


@pytest.mark.parametrize(
    "allowed",
    [
        '<script src="/a.js" type="module"></script>',
        '<script type="application/json" id="d">{}</script>',
        '<p class="on">',
    ],
)
def test_scripts_from_files_and_data_are_allowed(allowed: str) -> None:
    assert not list(inline(allowed))
