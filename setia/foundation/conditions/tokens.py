"""Words, quoted texts and signs of a condition written as text, with the place where each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Malformed


class Unreadable(Malformed):
    """The text of a condition cannot be read. `position` counts from 0, `hint` says what to write."""

    def __init__(self, what: str, position: int, hint: str = "") -> None:
        place = _("%(what)s (at character %(number)d).") % {"what": what, "number": position + 1}
        super().__init__(f"{place} {hint}".strip())
        self.position = position
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "word", "quoted", "sign" or "end"; `text` is without quotes and escapes."""

    kind: str
    text: str
    at: int
    end: int

    @property
    def lower(self) -> str:
        """What it says, for comparing with the grammar's own words; a quoted text never is one of them."""
        return "" if self.kind == "quoted" else self.text.lower()


_SIGNS = re.compile(r"!=|<>|>=|<=|==|!~|[=<>~≥≤≠(),]")
_OPENING = {'"': '"', "'": "'", "“": "”", "”": "”"}
BARE = re.compile(r"[^\s\x00-\x1f\x7f\"'“”()=!<>~≥≤≠,\\][^\s\x00-\x1f\x7f\"“”()=!<>~≥≤≠,\\]*")


def tokens_of(text: str) -> list[Token]:
    """All tokens, the last of kind "end". Quotes are " or '; a backslash saves a quote or a backslash."""
    found: list[Token] = []
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return [*found, Token("end", "", at, at)]
        token = _quoted(text, at) if text[at] in _OPENING else _unquoted(text, at)
        found.append(token)
        at = token.end


def _unquoted(text: str, at: int) -> Token:
    if sign := _SIGNS.match(text, at):
        return Token("sign", sign.group(), at, sign.end())
    if word := BARE.match(text, at):
        return Token("word", word.group(), at, word.end())
    raise Unreadable(
        _("“%(text)s” cannot stand here") % {"text": cited(text[at])},
        at,
        _("Put text with special characters in quotes."),
    )


def _quoted(text: str, start: int) -> Token:
    closing = _OPENING[text[start]]
    letters: list[str] = []
    at = start + 1
    while at < len(text):
        letter = text[at]
        if letter == closing:
            return Token("quoted", "".join(letters), start, at + 1)
        if letter == "\\":
            at += 1
            letter = text[at : at + 1]
            if letter not in ("\\", '"', "'", "“", "”"):
                raise Unreadable(
                    _("The backslash has nothing to save"),
                    at - 1,
                    _('Write \\" for a quote and \\\\ for a backslash.'),
                )
        letters.append(letter)
        at += 1
    raise Unreadable(_("The quotation is not closed"), start, _("Write a quote at its end."))


def quoted(text: str) -> str:
    """The text between double quotes, so that `tokens_of` gives it back unchanged."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
