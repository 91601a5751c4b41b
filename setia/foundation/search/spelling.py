"""The dictionary of misspelt words.

Every word of every name is filed under its first eight letters and under each text that is left when
one of these letters is lost. Two words that differ by one letter share such a text, so a handful of
look-ups finds every word close to a typed one (the symmetric deletion method of W. Garbe, 2012,
with one deletion). What is found is then measured exactly.
"""
# ruff: noqa: S608 (what is put into the statements here are placeholders and numbers of ours)

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from setia.foundation.bulk import is_postgresql
from setia.foundation.search.folding import STEM_LENGTH, WORD_LENGTH
from setia.foundation.search.keys import after
from setia.foundation.search.rows import Table, listed, marks, portions, select

SHORTEST = 3
SHORTEST_START = 5
LONG = 8
NEAREST = 10
LOOKED_AT = 2_000
LOOKED_AT_EACH = 200

_WORDS = Table("search_word", {"stem": "text", "word": "text"})
_UNKNOWN = f"""
    SELECT value FROM {{}} WHERE NOT EXISTS (SELECT 1 FROM search_word AS known
    WHERE known.stem = substr(listed.value, 1, {STEM_LENGTH}) AND known.word = listed.value)"""
_ENTRIES = f"""
    SELECT stem, word FROM search_word WHERE (stem, word) > (%s, %s)
    AND stem = substr(word, 1, {STEM_LENGTH}) ORDER BY stem, word LIMIT %s"""
_USED = """
    EXISTS (SELECT 1 FROM search_key WHERE noun_code = %s
    AND key >= listed.value AND key < listed.value || '!')"""
_NEXT_NOUN = "SELECT min(noun_code) FROM search_record WHERE noun_code > %s"

Close = list[tuple[int, str]]


def stems(word: str) -> list[str]:
    """The first letters of the word, and what is left when one of them is lost."""
    start = word[:STEM_LENGTH]
    return sorted({start, *(start[:n] + start[n + 1 :] for n in range(len(start)))})


def is_correctable(word: str) -> bool:
    """Only words of letters are corrected: a number that differs in one digit is another number."""
    return SHORTEST <= len(word) <= WORD_LENGTH and word.isalpha()


def learn(words: Iterable[str]) -> None:
    """Enter the words that the dictionary does not have yet.

    The dictionary itself is asked each time, within the caller's transaction: a memory of what it
    holds would be wrong after a rollback, and asking costs little next to filing the keys.
    """
    for some in portions(sorted(filter(is_correctable, words))):
        source, parameter = listed(some)
        unknown = [word for (word,) in select(_UNKNOWN.format(source), [parameter])]
        _WORDS.add_missing(_entries(unknown))


def nearest(words: Iterable[str]) -> dict[str, Close]:
    """For each typed word the known words close to it, with the number of slips between, fewest first."""
    typed = list(dict.fromkeys(words))
    wanted = sorted({stem for word in typed if is_correctable(word) for stem in stems(word)})
    sql = f"SELECT DISTINCT word FROM search_word WHERE stem IN ({marks(wanted)}) LIMIT {LOOKED_AT}"
    known = [word for (word,) in select(sql, wanted)] if wanted else []
    return {word: _close(word, known) for word in typed}


def completions(start: str) -> Close:
    """Known words that begin nearly as the typed start does."""
    if not is_correctable(start) or len(start) < SHORTEST_START:
        return []
    one = "SELECT word FROM search_word WHERE stem >= %s AND stem < %s ORDER BY stem, word LIMIT %s"
    some = f"SELECT word FROM ({one}) AS near"
    ranges = [end for stem in stems(start) for end in (stem, after(stem), LOOKED_AT_EACH)]
    rows = select(" UNION ".join([some] * (len(ranges) // 3)), ranges)
    lengths = range(len(start) - 1, len(start) + 2)
    slips = {word: min(OSA.distance(start, word[:length]) for length in lengths) for (word,) in rows}
    return sorted((count, word) for word, count in slips.items() if count <= 1)[:NEAREST]


def forget_unused_words(breathe: Callable[[], None] = lambda: None) -> int:
    """Drop the words that no name has any more; says how many. A job for the night; `breathe` lets others write."""
    forgotten, last = 0, ("", "")
    while some := select(_ENTRIES, [*last, LOOKED_AT]):
        last = some[-1]
        with transaction.atomic():
            forgotten += _forget([word for _, word in some])
        breathe()
    return forgotten


def _forget(words: Sequence[str]) -> int:
    """Whoever is filing keys is waited for, and waits: no word goes while somebody takes it up again."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_key IN SHARE ROW EXCLUSIVE MODE")
    codes = _noun_codes()
    source, parameter = listed(words)
    used = " OR ".join([_USED] * len(codes)) or "1 = 0"
    unused = select(f"SELECT value FROM {source} WHERE NOT ({used})", [parameter, *codes])
    _WORDS.take_out(_entries(word for (word,) in unused), by=2)
    return len(unused)


def _noun_codes() -> list[int]:
    """The nouns that anything is filed under, each found by one step in the index."""
    codes: list[int] = []
    while (code := select(_NEXT_NOUN, [codes[-1] if codes else -1])[0][0]) is not None:
        codes.append(code)
    return codes


def _entries(words: Iterable[str]) -> list[tuple[str, str]]:
    return sorted((stem, word) for word in words for stem in stems(word))


def _close(typed: str, known: Sequence[str]) -> Close:
    """Optimal string alignment: a letter lost, added or changed, or two neighbours exchanged, is one slip."""
    most = 2 if len(typed) >= LONG else 1
    slips = ((OSA.distance(typed, word, score_cutoff=most), word) for word in known)
    return sorted((count, word) for count, word in slips if 0 < count <= most)[:NEAREST]
