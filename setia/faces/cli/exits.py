"""Exit codes of `setia`, the same for every command (documented in docs/guide/command-line.md)."""

from __future__ import annotations

from setia.foundation.errors import Forbidden, Invalid, Malformed, NotFound, Refusal

DONE = 0
REFUSED = 1
USAGE = 2
NOT_FOUND = 3
INVALID = 4
FORBIDDEN = 5
PARTLY = 6
"""An import that kept some rows and refused others."""

INTERRUPTED = 130


def code_of(refusal: Refusal) -> int:
    if isinstance(refusal, NotFound):
        return NOT_FOUND
    if isinstance(refusal, Invalid):
        return INVALID
    if isinstance(refusal, Forbidden):
        return FORBIDDEN
    if isinstance(refusal, Malformed):
        return USAGE
    return REFUSED
