"""What a verb would do, said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would happen, to how many records, and some of them as the reader may know them.

    `where` of the list `resource` shows the records; `is_warning` is what will not work any more, or stays.
    """

    words: Words
    number: int | None = None
    resource: str = ""
    where: str = ""
    examples: Sequence[str] = ()
    is_warning: bool = False
