"""What an unknown text was probably meant to be: "GTXPro" for GTX Pro."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from setia.foundation import search
from setia.foundation.access import Actor
from setia.foundation.chosen import Chosen
from setia.kit.exchange.records.finding import FEW, visible_rows
from setia.kit.resources import Resource
from setia.kit.searching import find

WORTH_OFFERING, NEAR_ENOUGH = 0.55, 0.8
NEVER_THE_SAME = 0.99
OFFERS = 3
HITS = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that a text may mean, and how alike its title is (0 to 1)."""

    id: int
    title: str
    similarity: float


def offers(resource: Resource, texts: Iterable[str], by: Actor) -> dict[str, list[Offer]]:
    """The most similar records for each text, best first."""
    rows = visible_rows(resource, by).filter(archived_at__isnull=True).order_by()
    if resource.hides(resource.title, by.access):
        return {text: [] for text in texts}
    few = list(rows.values_list("pk", resource.title)[: FEW + 1])
    found: dict[str, list[Offer]] = {}
    for text in texts:
        titles = few
        if len(few) > FEW:
            ids = [hit.record_id for hit in find(resource, text, HITS, Chosen(lambda: rows), by.access)]
            titles = list(rows.filter(pk__in=ids).values_list("pk", resource.title))
        found[text] = _most_alike(text, titles)
    return found


def _most_alike(text: str, titles: list[tuple[int, str]]) -> list[Offer]:
    """Words may be joined, parted or in another order."""
    joined, ordered = _joined(text), _ordered(text)
    best: dict[int, float] = {}
    for form, wanted in ((_joined, joined), (_ordered, ordered)):
        alike = process.extract(
            wanted, [form(title) for _id, title in titles], scorer=OSA.normalized_similarity, limit=OFFERS,
            score_cutoff=WORTH_OFFERING,
        )  # fmt: skip
        for _form, score, at in alike:
            best[at] = max(best.get(at, 0.0), min(score, NEVER_THE_SAME))
    ranked = sorted(best.items(), key=lambda found: (-found[1], titles[found[0]][1]))[:OFFERS]
    return [Offer(titles[at][0], titles[at][1], round(score, 2)) for at, score in ranked]


def _joined(text: str) -> str:
    return search.fold(text).replace(" ", "")


def _ordered(text: str) -> str:
    return " ".join(sorted(search.fold(text).split()))


def taken_for(found: list[Offer]) -> Offer | None:
    """The one record that the text is taken for, if it is near enough and no other is as near."""
    if not found or found[0].similarity < NEAR_ENOUGH:
        return None
    return None if len(found) > 1 and found[1].similarity == found[0].similarity else found[0]
