"""One of a fixed list, chosen by code and read by its name in any of the languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from babel import Locale
from django import forms
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from setia.foundation.search import fold
from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext, not_a

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

Choices = Sequence[tuple[str, Any]]
LANGUAGES = ("en", "fr", "id")
NEAR_ENOUGH = 0.8
LONGEST_NAME = 200
"""Nothing that can be chosen is called by more letters; comparing them all with a longer text takes long."""


class Choice(Kind):
    """A code out of a list. A misspelt name is read as the nearest one, and the reading is told."""

    name = "choice"
    macro = "select"
    operators: ClassVar = frozenset({"=", "!=", "in", "not in", "is empty", "is not empty"})
    is_open = False
    """Whether what can be chosen depends on what the firm has defined, and is no part of a description of Setia."""

    keeps_archived = False
    """Whether records may hold what cannot be chosen any more."""

    def __init__(self, choices: Choices | Callable[[], Choices], colours: dict[str, str] | None = None) -> None:
        self._choices = choices
        self._said: dict[str | None, list[tuple[str, str]]] = {}
        self.colours = colours or {}

    @property
    def choices(self) -> list[tuple[str, str]]:
        if callable(self._choices):
            return _in_words(self._choices())
        language = get_language()
        if language not in self._said:
            self._said[language] = _in_words(self._choices)
        return self._said[language]

    @property
    def examples(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(code for code, _label in self.choices[:2])

    def label_of(self, code: Any) -> str:
        return dict(self.choices).get(str(code), str(code))

    def names(self) -> dict[str, str]:
        """Folded names in every language, and the codes themselves, to codes."""
        known: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                known.update({fold(label): code for code, label in self.choices})
        known.update({fold(code): code for code, _label in self.choices})
        known.update({fold(code).replace("_", " "): code for code, _label in self.choices})
        return known

    def form_field(self, field: Field) -> forms.Field:
        return ChoiceField(self, required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value in (None, "") else self.label_of(value)

    def code_for(self, text: str, names: dict[str, str]) -> tuple[str | None, bool]:
        """The code meant by a text, and whether that is certain."""
        if len(text) > LONGEST_NAME:
            return None, False
        folded = fold(text)
        if folded in names:
            return names[folded], True
        best = process.extractOne(folded, list(names), scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH)
        return (names[best[0]], False) if best and len(folded) > 3 else (None, False)

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        names = self.names()
        column = Column([""] * len(texts))
        read = {text: self.code_for(text, names) for text in set(texts) if text.strip()}
        for line, text in enumerate(texts):
            if not text.strip():
                if field.required:
                    column.errors[line] = _("This field is required.")
                continue
            code, certain = read[text]
            if code is None:
                column.errors[line] = " ".join(self.not_listed(text).messages)
                continue
            column.values[line] = code
            if not certain:
                column.notices[text] = self.label_of(code)
        return column

    def not_listed(self, raw: Any) -> forms.ValidationError:
        some = ", ".join(label for _code, label in self.choices[:12])
        return not_a(_("one of: %(choices)s") % {"choices": some}, raw)


def _in_words(listed: Choices) -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in listed]


class ChoiceField(forms.Field):
    """Accepts a code, or its name exactly; nearest names are for files, not for forms."""

    def __init__(self, kind: Choice, **options: Any) -> None:
        self.kind = kind
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        value = value.strip() if isinstance(value, str) else value
        if value in self.empty_values:
            return ""
        if not isinstance(value, str):
            raise self.kind.not_listed(value)
        if any(value == code for code, _label in self.kind.choices):
            return value
        code, certain = self.kind.code_for(value, self.kind.names())
        if code is None or not certain:
            raise self.kind.not_listed(value)
        return code


@cache
def _currencies() -> tuple[tuple[str, str], ...]:
    return tuple((code, code) for code in sorted(Locale("en").currencies) if len(code) == 3)


class Currency(Choice):
    name = "currency"

    def __init__(self) -> None:
        super().__init__(_currencies)


LANGUAGE_NAMES = (("en", "English"), ("fr", "Français"), ("id", "Bahasa Indonesia"))


class Language(Choice):
    name = "language"

    def __init__(self) -> None:
        super().__init__(LANGUAGE_NAMES)
