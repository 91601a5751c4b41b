"""Contents that no file names any more go at night, and at once where somebody is erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from django.db import models, transaction

from setia.domains.work.files.drawing.pictures import forget_pictures
from setia.domains.work.files.model import File
from setia.foundation import bulk, contents, search
from setia.foundation.jobs import every, task

PORTION = 500


def named(shas: Collection[str]) -> set[str]:
    """Those of the contents that a file names, an archived one too."""
    return set(File.objects.filter(sha256__in=list(shas)).values_list("sha256", flat=True))


@every("nightly", at="02:20")
@task(own_transactions=True)
def sweep_contents() -> None:
    contents.sweep(named)


def missing(most: int = 100) -> list[int]:
    """Files whose content is not in the data folder; the first of them."""
    found: list[int] = []
    for pk, sha in File.objects.order_by("pk").values_list("pk", "sha256").iterator(chunk_size=2_000):
        if not contents.path_of(sha).is_file():
            found.append(pk)
        if len(found) == most:
            break
    return found


def erase_files_of_party(party_id: int) -> int:
    """Erase every file at a party and at what is told in its history; how many that were.

    Rows, search and contents go for good; the contents after the commit, and only those that no other file
    shares. Ledger entries about them are the caller's matter. Call inside the transaction of the erasing.
    """
    return erase_files(models.Q(party_id=party_id) | models.Q(about=f"parties.party:{party_id}"))


def erase_files_at(addresses: Iterable[str]) -> int:
    """The same for the files at the records with these addresses."""
    return sum(erase_files(models.Q(about__in=some)) for some in _portions(addresses))


def erase_files(where: models.Q) -> int:
    erased = 0
    while some := list(File.objects.filter(where).order_by("pk").values_list("pk", "sha256")[:PORTION]):
        ids, shas = {pk for pk, _sha in some}, {sha for _pk, sha in some}
        bulk.delete(File, "id", ids)
        search.remove("work.file", ids)
        transaction.on_commit(partial(forget_contents, shas))
        erased += len(ids)
    return erased


def forget_contents(shas: set[str]) -> None:
    left = named(shas)
    contents.forget(shas, named)
    forget_pictures(shas - left)


def _portions(addresses: Iterable[str]) -> Iterator[list[str]]:
    known = list(addresses)
    for at in range(0, len(known), PORTION):
        yield known[at : at + PORTION]
