"""Pictures of files: small ones for lists, large ones to look at, drawn by a process with little of everything.

They can be made again, so they are in no backup. Where one cannot be drawn, an empty file says so.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from django.conf import settings

from setia.domains.work.files.model import File
from setia.foundation import contents
from setia.foundation.contents.sniffing import TYPES
from setia.foundation.jobs import every, task
from setia.kit.attachments import SIZES, Size

log = logging.getLogger("setia.files")

CHILD = Path(__file__).with_name("child.py")
MEMORY, SECONDS, DISK = 1 << 30, 20, 16 << 20
FOLDER = "thumbnails"
A_NIGHT = 2_000
"""So many missing pictures are drawn in one night."""


def is_drawable(type_: str) -> bool:
    return type_ == "pdf" or (type_ in TYPES and TYPES[type_].is_picture)


def picture_of(sha256: str, size: Size) -> Path:
    return Path(settings.DATA_DIR) / FOLDER / sha256[:2] / f"{sha256}-{size}.webp"


def state_of(sha256: str) -> Literal["", "soon", "there"]:
    """Whether there is a picture of this content; "" where it cannot be drawn."""
    try:
        return "there" if picture_of(sha256, "small").stat().st_size else ""
    except FileNotFoundError:
        return "soon"


@task(own_transactions=True, retries=1)
def draw(sha256: str, type_: str) -> None:
    """A broken or hostile file means "no picture" and nothing else."""
    path = contents.path_of(sha256)
    if not path.exists() or state_of(sha256) != "soon":
        return
    for size in SIZES:
        picture_of(sha256, size).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=picture_of(sha256, "small").parent, prefix=".drawing-") as folder:
        made = {size: Path(folder) / f"{size}.webp" for size in SIZES}
        if not _drawn(path, type_, made):
            log.info("no picture of content=%s type=%s", sha256[:12], type_)
            for target in made.values():
                target.write_bytes(b"")
        for size in reversed(SIZES):
            os.replace(made[size], picture_of(sha256, size))


def _drawn(path: Path, type_: str, made: dict[Size, Path]) -> bool:
    targets = [str(made[size]) for size in SIZES]
    command = [sys.executable, "-I", "-B", str(CHILD), str(MEMORY), str(SECONDS), str(DISK), type_, str(path), *targets]
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0 and all(target.is_file() for target in made.values())


@every("nightly", at="02:10")
@task()
def draw_what_is_missing() -> None:
    """After a restore there are no pictures; they come back night by night."""
    drawable = [name for name in TYPES if is_drawable(name)]
    rows = File.objects.filter(type__in=drawable).order_by("-id").values_list("sha256", "type")
    left = A_NIGHT
    for sha, type_ in rows.iterator(chunk_size=1_000):
        if state_of(sha) == "soon" and contents.path_of(sha).exists():
            draw.using(key=f"draw:{sha}", priority=-10).enqueue(sha, type_)
            left -= 1
        if not left:
            return


def forget_pictures(shas: set[str]) -> None:
    for sha in shas:
        for size in SIZES:
            picture_of(sha, size).unlink(missing_ok=True)
