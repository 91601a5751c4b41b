"""Contents that no file names any more go at night, and at once where somebody is erased."""

from __future__ import annotations

from collections.abc import Collection

from setia.domains.work.files.drawing.pictures import forget_pictures
from setia.domains.work.files.model import File
from setia.foundation import contents
from setia.foundation.jobs import every, task


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


def forget_contents(shas: set[str]) -> None:
    left = named(shas)
    contents.forget(shas, named)
    forget_pictures(shas - left)
