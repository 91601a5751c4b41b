"""The colours of charts: names of the interface's tokens on a screen, fixed colours on paper and in mail.

On a screen the browser resolves the names, so that a chart follows light, dark and print without being drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass

SERIES = 8


@dataclass(frozen=True, slots=True)
class Colours:
    series: tuple[str, ...]
    ink: str
    faint: str
    line: str
    font: str


ON_SCREEN = Colours(
    tuple(f"var(--chart-{number})" for number in range(1, SERIES + 1)),
    "var(--ink-2)", "var(--ink-3)", "var(--line)", "system-ui, sans-serif",
)  # fmt: skip
ON_PAPER = Colours(
    ("#1f6f86", "#c26a1b", "#5b58a8", "#3c8552", "#b03a4b", "#8a6d00", "#7a4f8f", "#5f6b73"),
    "#333b40", "#5d686e", "#d9dee1", "Liberation Sans, Noto Sans, sans-serif",
)  # fmt: skip
