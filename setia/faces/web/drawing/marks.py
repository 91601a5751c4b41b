"""The small marks that stand beside words: icons, avatars, badges. The same input is drawn once."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from xml.etree import ElementTree
from zipfile import ZipFile
from zlib import crc32

from markupsafe import Markup

HUES = 8
SVG = "http://www.w3.org/2000/svg"


@lru_cache(maxsize=1024)
def icon(name: str, size: int = 16) -> Markup:
    """The Lucide icon as decoration: always hidden from screen readers, so a label must stand beside it."""
    drawing = ElementTree.fromstring(_icons().read(f"{name}.svg"))  # noqa: S314 - our own library's file
    for node in drawing.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
    drawing.attrib |= {"width": str(size), "height": str(size), "stroke-width": "1.75", "aria-hidden": "true"}
    return Markup(ElementTree.tostring(drawing, encoding="unicode"))  # noqa: S704


@cache
def _icons() -> ZipFile:
    """All drawings, opened once: the package's own function reads the directory of 1,600 names for each of them."""
    return ZipFile(files("lucide").joinpath("lucide.zip").open("rb"))


def avatar(name: object, size: str = "", square: bool = False) -> Markup:
    """One or two letters in a colour; `size` is "", "medium" or "large". Decoration: the name stands beside it."""
    return _avatar(str(name), size, bool(square))


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str, square: bool) -> Markup:
    css = "avatar" + (f" is-{size}" if size else "") + (" is-square" if square else "")
    mark = Markup('<span class="{}" data-hue="{}" aria-hidden="true">{}</span>')
    return mark.format(css, hue(name), initials(name))


def badge(label: object, tone: str = "") -> Markup:
    """`tone` is "", ok, warn, bad, info, accent or plain; each has its own shape, so colour never stands alone."""
    return _badge(str(label), tone or "")


@lru_cache(maxsize=1024)
def _badge(label: str, tone: str) -> Markup:
    css = f"badge is-{tone}" if tone else "badge"
    return Markup('<span class="{}"><span>{}</span></span>').format(css, label)


def initials(name: object) -> str:
    """One or two letters for an avatar: "Ada Lim" -> "AL", "acme" -> "A"."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    letters = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in letters).upper() or "?"


def hue(name: object) -> int:
    """The same one of eight avatar colours for the same name, on every machine."""
    return crc32(str(name).encode()) % HUES
