"""What can happen to any record, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from setia.foundation import ledger

GENERIC = (
    ("created", gettext_lazy("created"), "plus"),
    ("changed", gettext_lazy("changed"), "pencil"),
    ("archived", gettext_lazy("archived"), "archive"),
    ("restored", gettext_lazy("restored"), "archive-restore"),
    ("taken_back", gettext_lazy("taken back"), "undo-2"),
    ("cleared", gettext_lazy("values dropped"), "eraser"),
)


def declare_for(fact: str) -> None:
    """For the noun whose facts begin with this word: "opportunity"."""
    for happening, words, icon in GENERIC:
        ledger.declare(f"{fact}.{happening}", words, icon)
