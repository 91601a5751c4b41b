"""A file is named after what is in it."""

from __future__ import annotations

from tests.house.tree import ROOT, name, tracked

VAGUE = frozenset(
    [
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "misc",
        "base",
        "manager",
        "managers",
        "service",
        "services",
        "core",
        "shared",
        "lib",
    ]
)


def test_no_file_or_folder_has_a_vague_name() -> None:
    vague = [
        name(path)
        for path in tracked()
        if path.suffix in {".py", ".html", ".js", ".css"}
        and VAGUE & {part.partition(".")[0].strip("_") for part in path.relative_to(ROOT).parts}
    ]
    assert vague == []


def test_migrations_say_what_they_do() -> None:
    automatic = [name(path) for path in tracked() if path.parent.name == "migrations" and "_auto_" in path.name]
    assert automatic == []
