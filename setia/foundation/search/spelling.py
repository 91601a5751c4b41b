"""The dictionary of misspelt words.

Every word of every name is filed under its first eight letters and under each text that is left when
one of these letters is lost. Two words that differ by one letter share such a text, so a handful of
look-ups finds every word close to a typed one (the symmetric deletion method of W. Garbe, 2012,
with one deletion). What is found is then measured exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from setia.foundation.search.folding import STEM_LENGTH, WORD_LENGTH
from setia.foundation.search.keys import after
from setia.foundation.search.model import SearchWord
from setia.foundation.search.rows import Table, listed, marks, on_postgresql, parts, select

WORDS = Table("search_word", {"stem": "text", "word": "text"})
SHORTEST = 3
SHORTEST_START = 5
LONG = 8
NEAREST = 10
LOOKED_AT = 2_000
AT_ONCE = 5_000


def stems(word: str) -> list[str]:
    """The first letters of the word, and what is left when one of them is lost."""
    start = word[:STEM_LENGTH]
    return sorted({start, *(start[:n] + start[n + 1 :] for n in range(len(start)))})


def is_correctable(word: str) -> bool:
    """Only words of letters are corrected: a number that differs in one digit is another number."""
    return SHORTEST <= len(word) <= WORD_LENGTH and word.isalpha()


def learn(words: Iterable[str]) -> None:
    """Enter the words that the dictionary does not have yet.

    The dictionary itself is asked each time, within the caller's transaction. A memory of words
    already entered would be wrong after a rollback, and asking costs a fiftieth of filing the keys.
    """
    for some in parts(sorted(filter(is_correctable, words)), AT_ONCE):
        source, parameter = listed(some)
        missing = select(
            f"SELECT value FROM {source} WHERE NOT EXISTS (SELECT 1 FROM search_word AS known"
            f" WHERE known.stem = substr(listed.value, 1, {STEM_LENGTH}) AND known.word = listed.value)",
            [parameter],
        )
        WORDS.add_missing(sorted((stem, word) for (word,) in missing for stem in stems(word)))


def nearest(words: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """For each typed word the known words close to it, nearest first, with the number of slips between them."""
    typed = [word for word in words if is_correctable(word)]
    wanted = sorted({stem for word in typed for stem in stems(word)})
    sql = f"SELECT DISTINCT word FROM search_word WHERE stem IN ({marks(wanted)}) LIMIT {LOOKED_AT}"
    known = [word for (word,) in select(sql, wanted)] if wanted else []
    return {word: _close(word, known) for word in words}


def completions(start: str) -> list[tuple[int, str]]:
    """Known words that begin nearly as the typed start does."""
    if not is_correctable(start) or len(start) < SHORTEST_START:
        return []
    ranges = [(stem, after(stem)) for stem in stems(start)]
    each = f"SELECT word FROM (SELECT word FROM search_word WHERE stem >= %s AND stem < %s ORDER BY stem, word LIMIT {LOOKED_AT // 10}) AS near"
    rows = select(" UNION ".join([each] * len(ranges)), [end for pair in ranges for end in pair])
    length = len(start)
    slips = {word: min(OSA.distance(start, word[:n]) for n in (length - 1, length, length + 1)) for (word,) in rows}
    return sorted((count, word) for word, count in slips.items() if count <= 1)[:NEAREST]


def _close(typed: str, known: Sequence[str]) -> list[tuple[int, str]]:
    most = 2 if len(typed) >= LONG else 1
    slips = ((OSA.distance(typed, word, score_cutoff=most), word) for word in known)
    return sorted((count, word) for count, word in slips if 0 < count <= most)[:NEAREST]


def forget_unused_words() -> int:
    """Drop the words that no name has any more; says how many. A job for the night."""
    forgotten, last = 0, ("", "")
    while some := _entries_after(last):
        last = some[-1]
        with transaction.atomic(durable=False):
            forgotten += _forget([word for _, word in some])
    return forgotten


def _entries_after(last: tuple[str, str]) -> list[tuple[str, str]]:
    return select(
        f"SELECT stem, word FROM search_word WHERE (stem, word) > (%s, %s) AND stem = substr(word, 1, {STEM_LENGTH})"
        f" ORDER BY stem, word LIMIT {AT_ONCE}",
        last,
    )


def _forget(words: Sequence[str]) -> int:
    """Whoever is filing keys is waited for, and waits; so no word is dropped while it is being used again."""
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_key IN SHARE ROW EXCLUSIVE MODE")
    source, parameter = listed(words)
    unused = f"SELECT value FROM {source}"
    codes = _noun_codes()
    used = "SELECT 1 FROM search_key WHERE noun_code = %s AND key >= listed.value AND key < listed.value || '!'"
    where = " AND ".join([f"NOT EXISTS ({used})"] * len(codes)) or "1 = 1"
    gone = [word for (word,) in select(f"{unused} WHERE {where}", [parameter, *codes])]
    WORDS.take_out(sorted((stem, word) for word in gone for stem in stems(word)))
    return len(gone)


def _noun_codes() -> list[int]:
    codes: list[int] = []
    while (code := select("SELECT min(noun_code) FROM search_record WHERE noun_code > %s", codes[-1:] or [-1])[0][0]) is not None:
        codes.append(code)
    return codes
