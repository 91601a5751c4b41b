"""How two profiles agree, field by field, in a few levels each.

String likeness is Jaro's with Winkler's prefix (Winkler 1990); letters left out, doubled or exchanged count by
optimal string alignment. A level of 0 says that one side knows nothing: that is no evidence at all.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA, JaroWinkler

from setia.domains.duplicates.linkage.nicknames import are_one_name
from setia.domains.duplicates.linkage.profiles import Profile

LEVELS: dict[str, tuple[str, ...]] = {
    "given": ("unknown", "same", "nickname", "initial", "near", "other"),
    "family": ("unknown", "same", "near", "part", "other"),
    "order": ("unknown", "straight", "transposed"),
    "email": ("unknown", "same", "letter", "mailbox", "other"),
    "phone": ("unknown", "same", "figure", "other"),
    "address": ("unknown", "same", "near", "other"),
    "city": ("unknown", "same", "near", "other"),
    "country": ("unknown", "same", "other"),
    "host": ("unknown", "same", "other"),
    "reference": ("unknown", "same", "other"),
    "born": ("unknown", "same", "near", "other"),
}
FIELDS = tuple(LEVELS)
NEAR = 0.9
OFFICES = frozenset(
    """
    contact office hello sales orders order support service billing accounts accounting invoice invoices purchasing
    enquiries inquiries reception marketing webmaster postmaster admin administrator noreply newsletter careers jobs
    bonjour accueil commercial ventes commandes facturation comptabilite achats direction secretariat
    kontak penjualan pesanan layanan keuangan pemasaran halo kantor
    """.split()  # noqa: SIM905
)
"""Names before the @ of offices, not of people; in English, French and Indonesian."""

Levels = tuple[int, ...]

likeness = JaroWinkler.normalized_similarity
distance = OSA.distance


def compare(one: Profile, other: Profile) -> Levels:
    """The level of each of `FIELDS`, in their order."""
    if one.kind == "person":
        given, family, order = _names(one, other)
    else:
        given, family, order = 0, _company(one.family, other.family), 0
    return (
        given, family, order,
        _emails(one.emails, other.emails, one.is_person),
        _phones(one.phones, other.phones),
        _addresses(one.addresses, other.addresses),
        _near(one.city, other.city),
        _same(one.country, other.country),
        _any(one.hosts, other.hosts),
        _same(one.reference, other.reference),
        _born(one.born, other.born),
    )  # fmt: skip


def level_names(levels: Levels) -> dict[str, str]:
    """What is known of the agreement, by field."""
    return {field: LEVELS[field][level] for field, level in zip(FIELDS, levels, strict=True) if level}


def _names(one: Profile, other: Profile) -> tuple[int, int, int]:
    given, family = _given(one.given, other.given), _family(one.family, other.family)
    if family == 1 and given in (1, 2):
        return given, family, 1
    if not _may_be_crossed(one, other):
        return given, family, 1 if family in (1, 2) and given in (1, 2, 3, 4) else 0
    crossed_given, crossed_family = _given(one.given, other.family), _family(one.family, other.given)
    if crossed_family in (1, 2) and crossed_given in (1, 2, 4) and not (family in (1, 2) and given in (1, 2, 4)):
        return crossed_given, crossed_family, 2
    return given, family, 1 if family in (1, 2) and given in (1, 2, 3, 4) else 0


def _may_be_crossed(one: Profile, other: Profile) -> bool:
    """A look at the first letters saves most of the work; that one of them is mistyped as well is rare."""
    return one.given[:1] == other.family[:1] and (one.family[:1] == other.given[:1] or one.given == other.family)


def _given(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return 1
    head, tail = one.split(" ", 1)[0], other.split(" ", 1)[0]
    if are_one_name(one, other) or are_one_name(head, tail):
        return 2
    if one[0] == other[0] and (len(head) == 1 or len(tail) == 1):
        return 3
    if likeness(one, other, score_cutoff=NEAR) or (head == tail and len(head) > 2):
        return 4
    return 4 if _is_one_slip(one, other) else 5


def _is_one_slip(one: str, other: str) -> bool:
    lengths = len(one), len(other)
    return min(lengths) > 3 and -2 < lengths[0] - lengths[1] < 2 and distance(one, other, score_cutoff=1) <= 1


def _family(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return 1
    if likeness(one, other, score_cutoff=NEAR) or _is_one_slip(one, other):
        return 2
    return 3 if _is_part(one, other) else 4


def _company(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other or (" " in one or " " in other) and one.replace(" ", "") == other.replace(" ", ""):
        return 1
    mine, theirs = sorted(one.split()), sorted(other.split())
    if mine == theirs:
        return 1
    if _is_slip(one.replace(" ", ""), other.replace(" ", "")) or _are_slips(one.split(), other.split()):
        return 2
    return 3 if _is_part(one, other) else 4


def _is_slip(one: str, other: str) -> bool:
    """One letter in a word, two in a long one."""
    shorter = min(len(one), len(other))
    most = 0 if shorter < 4 else 1 if shorter < 9 else 2
    return distance(one, other, score_cutoff=most) <= most


def _are_slips(mine: list[str], theirs: list[str]) -> bool:
    """Word by word: in names of companies one other word, Roastery for Software, makes another company."""
    return len(mine) == len(theirs) and all(a == b or _is_slip(a, b) for a, b in zip(mine, theirs, strict=True))


def _is_part(one: str, other: str) -> bool:
    """Whether all words of the shorter name stand in the longer one."""
    if " " not in one and " " not in other:
        return False
    mine, theirs = set(one.split()), set(other.split())
    return (
        len(mine) != len(theirs) and max(map(len, mine & theirs), default=0) > 2 and (mine <= theirs or theirs <= mine)
    )


def _emails(ones: tuple[str, ...], others: tuple[str, ...], of_persons: bool) -> int:
    if not ones or not others:
        return 0
    if not set(ones).isdisjoint(others):
        return 1
    found = 4
    for one in ones:
        mailbox = one.partition("@")[0]
        for other in others:
            if distance(one, other, score_cutoff=1) <= 1 and len(mailbox) > 3:
                return 2
            if of_persons and _is_own(mailbox) and mailbox == other.partition("@")[0]:
                found = 3
    return found


def _is_own(mailbox: str) -> bool:
    """Whether the name before the @ can be that of a person: every firm has an info@ and a sales@."""
    return len(mailbox) > 4 and mailbox not in OFFICES


def _phones(ones: tuple[str, ...], others: tuple[str, ...]) -> int:
    if not ones or not others:
        return 0
    found = 3
    for one in ones:
        for other in others:
            if one == other or one[-8:] == other[-8:] and min(len(one), len(other)) >= 8:
                return 1
            if len(one) > 7 and distance(one, other, score_cutoff=1) <= 1:
                found = 2
    return found


def _addresses(ones: tuple[str, ...], others: tuple[str, ...]) -> int:
    if not ones or not others:
        return 0
    if not set(ones).isdisjoint(others):
        return 1
    alike = any(
        likeness(one, other, score_cutoff=0.92) and _figures(one) == _figures(other) for one in ones for other in others
    )
    return 2 if alike else 3


def _figures(text: str) -> list[str]:
    """House numbers and postal codes: streets of one town are alike, their numbers are not."""
    return sorted(word for word in text.split() if any(map(str.isdigit, word)))


def _near(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return 1
    return 2 if likeness(one, other, score_cutoff=NEAR) else 3


def _same(one: str, other: str) -> int:
    return 0 if not one or not other else 1 if one == other else 2


def _any(ones: tuple[str, ...], others: tuple[str, ...]) -> int:
    return 0 if not ones or not others else 2 if set(ones).isdisjoint(others) else 1


def _born(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one == other:
        return 1
    is_swapped = one[:5] == other[:5] and one[5:7] == other[8:10] and one[8:10] == other[5:7]
    return 2 if is_swapped or distance(one, other, score_cutoff=1) <= 1 else 3
