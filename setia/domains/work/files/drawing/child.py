"""A process of its own that draws a picture of a file: child.py MEMORY SECONDS DISK TYPE FILE SMALL LARGE.

It imports nothing of Setia, and what it may use of memory, time and disk is limited by the operating system:
a picture of a billion pixels or a broken PDF ends this process and nothing else. What it writes holds pixels
only: neither the place where a photograph was taken nor anything else that the file knew.
"""

import resource
import sys

import pypdfium2
from PIL import Image, ImageOps

SMALL, LARGE = (240, 240), (1400, 1400)
MOST_PIXELS = 80_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")


def main(memory: str, seconds: str, disk: str, kind: str, path: str, small: str, large: str) -> None:
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, disk)):
        resource.setrlimit(what, (int(most), int(most)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    picture = page(path) if kind == "pdf" else photograph(path)
    picture.thumbnail(LARGE)
    picture.save(large, "WEBP", quality=80, method=2)
    picture.thumbnail(SMALL)
    picture.save(small, "WEBP", quality=75, method=4)


def photograph(path: str) -> Image.Image:
    """The first frame, the right way up."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    picture: Image.Image = Image.open(path, formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    picture.draft("RGB", LARGE)
    picture = ImageOps.exif_transpose(picture)
    return picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB")


def page(path: str) -> Image.Image:
    """The first page, on white."""
    document = pypdfium2.PdfDocument(path)
    first = document[0]
    scale = min(LARGE[0] / max(first.get_width(), 1), LARGE[1] / max(first.get_height(), 1), 4)
    return first.render(scale=scale).to_pil().convert("RGB")


if __name__ == "__main__":
    main(*sys.argv[1:])
