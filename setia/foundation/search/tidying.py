"""At night the dictionary forgets words that no record holds any more, such as names of people erased."""

from __future__ import annotations

from setia.foundation.jobs import every, task
from setia.foundation.search.spelling import forget_unused_words


@every("nightly", at="02:40")
@task()
def tidy_dictionary() -> None:
    """Takes seconds at a million records; until it runs, a forgotten word can still be a suggestion."""
    forget_unused_words()
