"""Small rooms: files, functions and folders stay at a size that can be read at once (see CRAFT)."""

from __future__ import annotations

from collections import Counter
from statistics import median

from tests.house.tree import functions, length, line_count, name, under

# What the product is made of: a test may tell a story at length.
ROOMS = [path for path in under("setia") if path.name != "tests.py" and not path.name.startswith("test_")]
FILE_LIMIT = 300
FUNCTION_LIMIT = 60
FOLDER_LIMIT = 12

# Where a limit is not kept, and why. Never foundation or kit.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
FULL_FOLDERS: dict[str, str] = {
    "setia/kit": "the declaring machine: every file is one of its rooms, listed in docs/architecture.md",
    "setia/foundation": "single-file rooms beside the folders; each is named for what it knows",
    "setia/faces/cli": "one file per group of commands, and one per thing they share",
}


def test_no_file_of_foundation_or_kit_is_over_300_lines() -> None:
    files = {name(path): line_count(path) for path in under("setia/foundation", "setia/kit")}
    assert {where: lines for where, lines in files.items() if lines > FILE_LIMIT} == {}


def test_other_files_over_300_lines_are_listed_with_their_reason() -> None:
    long = {name(path) for path in under("setia", "tests", "bench") if line_count(path) > FILE_LIMIT}
    assert long == set(LONG_FILES)


def test_no_function_is_over_60_lines_without_a_reason() -> None:
    long = {
        f"{name(path)}:{function.name}"
        for path in under("setia", "tests", "bench", "bin")
        for function in functions(path)
        if length(function) > FUNCTION_LIMIT
    }
    assert long == set(LONG_FUNCTIONS)


def test_few_functions_are_over_40_lines() -> None:
    lengths = {f"{name(path)}:{function.name}": length(function) for path in ROOMS for function in functions(path)}
    long = {where: lines for where, lines in lengths.items() if lines > 40}
    assert len(long) <= 0.03 * len(lengths), long


def test_the_usual_file_and_function_are_short() -> None:
    files = [line_count(path) for path in ROOMS if path.name != "__init__.py"]
    lengths = [length(function) for path in ROOMS for function in functions(path)]
    assert median(files) <= 90
    assert median(lengths) <= 10


def test_a_folder_holds_at_most_a_dozen_files() -> None:
    files = Counter(name(path.parent) for path in ROOMS if path.name != "__init__.py")
    assert {folder for folder, count in files.items() if count > FOLDER_LIMIT} == set(FULL_FOLDERS)
