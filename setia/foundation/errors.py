"""Refusals: how any part of Setia says no, in words the reader understands.

Faces translate them once: the web into a message beside the field, the API into a problem
document (RFC 9457), the command line into a sentence and an exit code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


class Refusal(Exception):
    """Something was asked that cannot be done; `message` says why and what to do instead."""

    status = 409
    code = "refused"

    def __init__(self, message: Words, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field

    @property
    def errors(self) -> dict[str, list[str]]:
        """Messages by field; the empty name stands for the whole."""
        return {self.field or "": [self.message]}


class Invalid(Refusal):
    """Values that break a rule, by field."""

    status = 422
    code = "invalid"

    def __init__(self, errors: Mapping[str, Iterable[Words]]) -> None:
        self._errors = {name: [str(words) for words in list_] for name, list_ in errors.items()}
        first = next(iter(self._errors), "")
        super().__init__(next((words[0] for words in self._errors.values() if words), ""), field=first or None)

    @property
    def errors(self) -> dict[str, list[str]]:
        return self._errors


class Malformed(Refusal):
    """A request that cannot be read at all: broken JSON, an unknown parameter, a NUL byte."""

    status = 400
    code = "malformed"


class NotFound(Refusal):
    """No such record, or none that this person may see; the two are not told apart."""

    status = 404
    code = "not-found"

    def __init__(self, message: Words | None = None, *, field: str | None = None) -> None:
        super().__init__(message or _("There is no such record, or you may not see it."), field=field)


class Forbidden(Refusal):
    status = 403
    code = "forbidden"

    def __init__(self, message: Words | None = None, *, field: str | None = None) -> None:
        super().__init__(message or _("Your roles do not allow this. Ask an administrator."), field=field)


class TooLarge(Refusal):
    status = 413
    code = "too-large"


class TooMany(Refusal):
    status = 429
    code = "too-many"


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed at the same time, with the three values to compare."""

    field: str
    label: str
    before: Any
    theirs: Any
    mine: Any


class Conflict(Refusal):
    """The record changed since it was read, in the same fields."""

    status = 409
    code = "conflict"

    def __init__(self, clashes: list[Clash], version: int) -> None:
        names = ", ".join(str(clash.label) for clash in clashes)
        super().__init__(_("Somebody else changed %(fields)s in the meantime.") % {"fields": names})
        self.clashes = clashes
        self.version = version
