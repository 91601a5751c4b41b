"""Names of files as people may keep and send them: one line, no folder, no trick, the same on every system."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from setia.foundation.contents.sniffing import DATA, TYPES, Type

LONGEST = 150
"""Bytes in UTF-8: file systems take 255, and a copy of a copy must still fit."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)
"""Names that Windows keeps for devices, also with an ending."""

FORBIDDEN = re.compile(r'[<>:"|?*]')
JOINERS = "\u200c\u200d"
"""Persian, Indian scripts and emoji need them."""

ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that is safe to keep, and what a person should be told about it; nothing where all is well."""

    name: str
    notices: tuple[str, ...] = ()


def cleaned(name: str, type_: Type = DATA) -> Named:
    """The name as it is kept, for a content of this type."""
    given = unicodedata.normalize("NFC", name)
    kept = re.split(r"[/\\]", given)[-1]
    kept = "".join(letter for letter in kept if not _is_invisible(letter))
    kept = FORBIDDEN.sub("_", " ".join(kept.split())).strip(" .")
    if RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    kept = _shortened(kept or str(_("file")))
    notices = []
    if kept != given:
        notices.append(_("It is kept as “%(name)s”: the name held what a name should not hold.") % {"name": kept})
    if words := lie(kept, type_):
        notices.append(words)
    return Named(kept, tuple(notices))


def ending_of(name: str) -> str:
    """In small letters, without the dot; "" for none."""
    found = ENDING.search(name)
    return found[1].lower() if found else ""


def lie(name: str, type_: Type) -> str:
    """What to say where the ending promises something else than what is in the file; "" where it does not."""
    ending = ending_of(name)
    if not ending or ending in type_.endings or type_ is DATA:
        return ""
    if type_.name == "text" and not _promises_another(ending, type_):
        return ""
    words = _("Its name ends in .%(ending)s, but its content is something else: %(type)s.")
    return words % {"ending": ending, "type": f"{type_.label} (.{type_.endings[0]})"}


def _promises_another(ending: str, type_: Type) -> bool:
    """Whether the ending belongs to some other type than text: texts have many endings of their own."""
    others = (other for other in TYPES.values() if not other.media_type.startswith("text/"))
    return any(ending in other.endings for other in others)


def _is_invisible(letter: str) -> bool:
    """Controls, and what turns the direction of letters round, so that "exe.fdp" is not read as "pdf.exe"."""
    return letter not in JOINERS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _shortened(name: str) -> str:
    """Within the length that is kept, with its ending."""
    if len(name.encode()) <= LONGEST:
        return name
    ending = ENDING.search(name)
    tail = ending[0] if ending else ""
    stem = name[: len(name) - len(tail)].encode()[: LONGEST - len(tail)].decode("utf-8", "ignore")
    return stem.rstrip(" .") + tail
